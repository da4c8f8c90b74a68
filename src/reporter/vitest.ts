import { relative } from 'node:path'
import process from 'node:process'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import { guardSummary } from '../guard/summary.ts'
import { REPORTER_VARIABLE } from '../mailbox.ts'
import type { Inconclusive } from '../matchers/inconclusive.ts'
import { summary } from './summary.ts'

/**
 * Counts inconclusive assertions at the end of the run, and lists them.
 *
 * @example
 * ```ts
 * // vitest.config.ts
 * export default defineConfig({ test: { reporters: ['default', 'loop-canary/reporter/vitest'] } })
 * ```
 */
export default class LoopCanaryReporter implements Reporter {
  #vitest: Vitest | undefined
  readonly #maxStall: number

  /** @param guard - how the guard was set up, where it brings this reporter with it */
  constructor({ maxStall = 0 }: { maxStall?: number } = {}) {
    this.#maxStall = maxStall
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunStart(): void {
    // Before there is a worker, which takes it from here.
    process.env[REPORTER_VARIABLE] = '1'
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    delete process.env[REPORTER_VARIABLE]
    const records = modules.flatMap((module) => module.meta().loopCanaryGuard ?? [])
    const texts = [summary(modules.flatMap(inconclusiveIn)), guardSummary(records, this.#maxStall)]
    for (const text of texts.filter(Boolean)) this.#vitest?.logger.log(`\n${text}`)
  }
}

function inconclusiveIn(module: TestModule): Inconclusive[] {
  return [...module.children.allTests()].flatMap((test) => {
    const found = test.meta().loopCanary?.inconclusive ?? []
    return found.map((one) => ({ ...one, file: relative(process.cwd(), module.moduleId), test: test.fullName }))
  })
}
