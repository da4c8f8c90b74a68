import type { LoopReport, StallKind } from '../report.ts'
import { formatMs } from './units.ts'

const COLUMNS = 40
const FREE = '▁'
const STALLED = '█'
/** What of a stall is not the function's own. */
export const NOT_COUNTED = '▒'
const INDENT = '  '

const KINDS: Partial<Record<StallKind, string>> = {
  sync: ', synchronous',
  microtasks: ', in microtasks',
  nextTicks: ', in ticks',
  'native-call': ', most of it in blocking calls',
}

/**
 * The watch as a strip from the call to the end of the last turn, dark where the loop was stalled, with a pointer at the longest stall. Of each
 * stall the part that is not the function's own stands behind the one that is.
 *
 * ```
 *   0 ms ▁▁▁▁▁██████████████████████████▒▒▒▒▁▁▁▁▁ 260 ms in all
 *             └ 180 ms in one turn
 * ```
 */
export function timeline(report: LoopReport): string[] {
  const { longestStall, stalls, durationMs } = report
  const spans = stalls.map(({ startMs, ms, wallMs, pausedMs }) => ({
    startMs,
    ownMs: ms,
    // While the stack is looked at the loop is held up as well, though that is not the function's doing.
    lengthMs: wallMs + pausedMs,
  }))
  const endMs = Math.max(durationMs, ...spans.map(({ startMs, lengthMs }) => startMs + lengthMs))
  if (stalls.length === 0 || endMs <= 0) return []
  const column = (ms: number): number => Math.min(COLUMNS - 1, Math.floor((ms / endMs) * COLUMNS))
  const columnAfter = (ms: number): number => Math.min(COLUMNS, Math.round((ms / endMs) * COLUMNS))
  const strip = Array<string>(COLUMNS).fill(FREE)
  for (const { startMs, ownMs, lengthMs } of spans) {
    // A stall narrower than half a column would look like more than it is.
    if (lengthMs < endMs / COLUMNS / 2) continue
    const begin = column(startMs)
    strip.fill(NOT_COUNTED, begin, columnAfter(startMs + lengthMs))
    strip.fill(STALLED, begin, Math.max(begin + 1, columnAfter(startMs + ownMs)))
  }
  const left = '0 ms '
  const pointer = ' '.repeat(left.length + column(longestStall.startMs))
  return [
    `${INDENT}${left}${strip.join('')} ${formatMs(endMs)} in all`,
    `${INDENT}${pointer}└ ${formatMs(longestStall.ms)} in one turn${KINDS[longestStall.kind] ?? ''}`,
  ]
}
