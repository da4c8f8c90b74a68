import { relative } from 'node:path'
import process from 'node:process'
import type { Reporter, TestModule, TestProject, Vitest } from 'vitest/node'
import { parseGuardOptions } from '../guard/options.ts'
import { guardSummary } from '../guard/summary.ts'
import type { Inconclusive } from '../matchers/inconclusive.ts'
import { endedSummary } from './ended.ts'
import { Inbox } from './inbox.ts'
import { describeScale, summary } from './summary.ts'

/**
 * Counts inconclusive assertions at the end of the run and lists them, sums up what the guard has found, and tells which workers had to
 * be ended.
 *
 * @example
 * ```ts
 * // vitest.config.ts
 * export default defineConfig({ test: { reporters: ['default', 'loop-canary/reporter/vitest'] } })
 * ```
 */
export default class LoopCanaryReporter implements Reporter {
  #vitest: Vitest | undefined
  /** For what those have to tell that are about to end. */
  #inbox: Inbox | undefined
  readonly #maxStall: number
  readonly #scale: number

  /** @param guard - how the guard was set up, where it brings this reporter with it; `maxStall` as it is on this machine */
  constructor({ maxStall = 0, scale = 1 }: { maxStall?: number; scale?: number } = {}) {
    this.#maxStall = maxStall
    this.#scale = scale
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunStart(): void {
    this.#inbox = new Inbox()
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const ended = endedSummary(this.#inbox?.read('ended') ?? [])
    this.#inbox?.close()
    const records = modules.flatMap((module) => module.meta().loopCanaryGuard ?? [])
    const scales = [this.#scale, ...modules.flatMap(scalesIn)]
    const texts = [
      summary(modules.flatMap(inconclusiveIn)),
      guardSummary(records, this.#maxStall),
      describeScale(scales),
      unguarded(this.#vitest?.projects ?? []),
      ended,
    ]
    for (const text of texts.filter(Boolean)) this.#vitest?.logger.log(`\n${text}`)
  }
}

function inconclusiveIn(module: TestModule): Inconclusive[] {
  const file = relative(process.cwd(), module.moduleId)
  const told = [module, ...module.children.allTests()].map((task) => ({
    found: task.meta().loopCanary?.inconclusive ?? [],
    test: task.type === 'test' ? task.fullName : undefined,
  }))
  return told.flatMap(({ found, test }) => found.map((one) => ({ ...one, file, test })))
}

/** A guard that is silently off is worse than none: those projects of a run that have none, where others have. */
function unguarded(projects: readonly TestProject[]): string {
  const withPlugin = projects.filter(({ config }) => 'loopCanaryGuard' in config.provide)
  if (withPlugin.length === 0) return ''
  const without = projects.filter((project) => !withPlugin.includes(project))
  const inBrowser = withPlugin.filter(({ config }) => config.browser?.enabled && isOn(config))
  return [
    noGuardIn(without, '`loopCanary()` has to be among the plugins there'),
    noGuardIn(inBrowser, 'a browser has no Node'),
  ]
    .filter(Boolean)
    .join('\n')
}

function noGuardIn(projects: readonly TestProject[], why: string): string {
  if (projects.length === 0) return ''
  const names = projects.map(({ name }) => name).join(', ')
  return `loop-canary: no guard in the project${projects.length === 1 ? '' : 's'} ${names}: ${why}`
}

const isOn = ({ provide }: TestProject['config']): boolean =>
  provide.loopCanaryGuard !== undefined && parseGuardOptions(provide.loopCanaryGuard).mode !== 'off'

const scalesIn = (module: TestModule): number[] =>
  [...module.children.allTests()].flatMap((test) => test.meta().loopCanary?.scale ?? [])
