import type { LoopReport } from '../report.ts'
import { formatMs } from './units.ts'

const COLUMNS = 40
const FREE = '▁'
const STALLED = '█'
const INDENT = '  '

/**
 * The watch as a strip from the call to the end of the last turn, dark where the loop was stalled, with a pointer at the
 * longest stall.
 *
 * ```
 *   0 ms ▁▁▁▁▁██████████████████████████████▁▁▁▁▁ 260 ms
 *             └ 212 ms in one turn
 * ```
 */
export function timeline(report: LoopReport): string[] {
  const { longestStall, stalls, durationMs } = report
  const endMs = Math.max(durationMs, ...stalls.map((stall) => stall.startMs + stall.wallMs))
  if (stalls.length === 0 || endMs <= 0) return []
  const column = (ms: number): number => Math.min(COLUMNS - 1, Math.floor((ms / endMs) * COLUMNS))
  const columnAfter = (ms: number): number => Math.min(COLUMNS, Math.round((ms / endMs) * COLUMNS))
  const strip = Array<string>(COLUMNS).fill(FREE)
  for (const { startMs, wallMs } of stalls) {
    // A stall narrower than half a column would look like more than it is.
    if (wallMs < endMs / COLUMNS / 2) continue
    strip.fill(STALLED, column(startMs), Math.max(column(startMs) + 1, columnAfter(startMs + wallMs)))
  }
  const left = '0 ms '
  const pointer = ' '.repeat(left.length + column(longestStall.startMs))
  return [
    `${INDENT}${left}${strip.join('')} ${formatMs(endMs)}`,
    `${INDENT}${pointer}└ ${formatMs(longestStall.ms)} in one turn${longestStall.kind === 'sync' ? ', synchronous' : ''}`,
  ]
}
