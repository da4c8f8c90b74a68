import { relative } from 'node:path'
import process from 'node:process'
import type { GuardLetter } from '../guard/records.ts'
import { guardSummary } from '../guard/summary.ts'
import type { Inconclusive } from '../matchers/inconclusive.ts'
import { endedSummary } from './ended.ts'
import { Inbox } from './inbox.ts'
import { describeScale, summary } from './summary.ts'

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

  onRunComplete(): void {
    const texts = [
      summary(this.#inconclusive()),
      this.#guardSummary(),
      describeScale(this.#scales()),
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

  #guardSummary(): string {
    const letters = this.#inbox.read<GuardLetter>('guard')
    // Projects of one run may have limits of their own.
    return guardSummary(letters, Math.min(...letters.map(({ maxStall }) => maxStall)))
  }
}
