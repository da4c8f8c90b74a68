import { oneLine } from '../one-line.ts'
import type { EndedLetter } from '../sentinel/last-resort.ts'

/**
 * What a reporter prints of processes and threads that had to be ended; nothing when there were none.
 *
 * ```
 * loop-canary: 1 worker had to be ended, because nobody could go on there
 *   csv.test.ts > imports: blocked the event loop in a call of child_process.execFileSync, which cannot be stopped
 * ```
 */
export function endedSummary(letters: readonly EndedLetter[]): string {
  if (letters.length === 0) return ''
  const count = letters.length === 1 ? '1 worker' : `${letters.length} workers`
  const lines = letters.map(({ name, where }) => `  ${name ? `${oneLine(name)}: ` : ''}blocked the event loop ${where}`)
  return [`loop-canary: ${count} had to be ended, because nobody could go on there`, ...lines].join('\n')
}
