import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import process from 'node:process'
import type { GuardLetter } from '../guard/records.ts'
import { guardSummary } from '../guard/summary.ts'
import { FOLDER_VARIABLE, readLetters } from '../mailbox.ts'
import type { Inconclusive } from '../matchers/inconclusive.ts'
import { summary } from './summary.ts'

/**
 * Counts inconclusive assertions at the end of the run and lists them, and sums up what the guard has found. Jest passes nothing of
 * that kind on from the processes that run tests, so they leave it in a temporary folder, which is gone when the run is over.
 *
 * @example
 * ```js
 * // jest.config.js
 * module.exports = { reporters: ['default', 'loop-canary/reporter/jest'] }
 * ```
 */
export default class LoopCanaryReporter {
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'loop-canary-'))
  readonly #remove = (): void => rmSync(this.#folder, { recursive: true, force: true })

  constructor() {
    process.env[FOLDER_VARIABLE] = this.#folder
    process.once('exit', this.#remove)
  }

  onRunComplete(): void {
    const texts = [summary(this.#inconclusive()), this.#guardSummary()]
    for (const text of texts.filter(Boolean)) process.stderr.write(`\n${text}\n`)
    delete process.env[FOLDER_VARIABLE]
    process.off('exit', this.#remove)
    this.#remove()
  }

  #inconclusive(): Inconclusive[] {
    const all = readLetters<Inconclusive>('inconclusive', this.#folder)
    return all.map((one) => ({ ...one, file: one.file && relative(process.cwd(), one.file) }))
  }

  #guardSummary(): string {
    const letters = readLetters<GuardLetter>('guard', this.#folder)
    // Projects of one run may have limits of their own.
    return guardSummary(letters, Math.min(...letters.map(({ maxStall }) => maxStall)))
  }
}
