import { relative } from 'node:path'
import process from 'node:process'
import type { GuardLetter } from '../guard/records.ts'
import { guardSummary } from '../guard/summary.ts'
import type { Inconclusive } from '../matchers/inconclusive.ts'
import { endedSummary } from './ended.ts'
import { Inbox } from './inbox.ts'
import { describeScale, summary } from './summary.ts'

/** What is used of what Jest tells of a test file. */
interface Test {
  path: string
  context: { config: { testEnvironmentOptions: { loopCanary?: unknown } } }
}

/**
 * Counts inconclusive assertions at the end of the run and lists them, sums up what the guard has found, and tells which workers had to
 * be ended. Jest passes nothing of that kind on from the processes that run tests.
 *
 * @example
 * ```js
 * // jest.config.js
 * module.exports = { reporters: ['default', 'loop-canary/reporter/jest'] }
 * ```
 */
export default class LoopCanaryReporter {
  readonly #inbox = new Inbox()

  /** Files whose config has options for the guard. */
  readonly #toGuard = new Set<string>()

  onTestFileResult({ path, context: { config } }: Test, { testExecError }: { testExecError?: unknown }): void {
    // What could not be run has nothing to say.
    if (config.testEnvironmentOptions.loopCanary !== undefined && !testExecError) this.#toGuard.add(path)
  }

  onRunComplete(): void {
    const texts = [
      summary(this.#inconclusive()),
      this.#guardSummary(),
      describeScale(this.#scales()),
      this.#unguarded(),
      endedSummary(this.#inbox.read('ended')),
    ]
    for (const text of texts.filter(Boolean)) process.stderr.write(`\n${text}\n`)
    this.#inbox.close()
  }

  #inconclusive(): Inconclusive[] {
    const all = this.#inbox.read<Inconclusive>('inconclusive')
    return all.map((one) => ({ ...one, file: one.file && relative(process.cwd(), one.file) }))
  }

  #scales(): number[] {
    const letters = [...this.#inbox.read<GuardLetter>('guard'), ...this.#inbox.read<{ scale: number }>('scale')]
    return letters.map(({ scale }) => scale)
  }

  /** A guard that is silently off is worse than none: a file may have an environment of its own. */
  #unguarded(): string {
    const guarded = this.#inbox.read<GuardLetter>('guard').map(({ file }) => file)
    const others = [...this.#toGuard].filter((path) => !guarded.includes(path))
    if (guarded.length === 0 || others.length === 0) return ''
    const files = others.map((path) => relative(process.cwd(), path)).join(', ')
    return `loop-canary: no guard in ${files}, because of another test environment`
  }

  #guardSummary(): string {
    const letters = this.#inbox.read<GuardLetter>('guard')
    // Projects of one run may have limits of their own.
    return guardSummary(letters, Math.min(...letters.map(({ maxStall }) => maxStall)))
  }
}
