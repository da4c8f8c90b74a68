import type { LoopReport, StallKind } from '../report.ts'
import { formatMs } from './units.ts'

const COLUMNS = 40
const FREE = '▁'
const STALLED = '█'
const INDENT = '  '

const KINDS: Partial<Record<StallKind, string>> = {
  sync: ', synchronous',
  microtasks: ', in microtasks',
  nextTicks: ', in ticks',
  'native-call': ', most of it in blocking calls',
}

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
  // While the stack is looked at the loop is held up as well, though that is not the function's doing.
  const spans = stalls.map(({ startMs, wallMs, pausedMs }) => ({ startMs, lengthMs: wallMs + pausedMs }))
  const endMs = Math.max(durationMs, ...spans.map(({ startMs, lengthMs }) => startMs + lengthMs))
  if (stalls.length === 0 || endMs <= 0) return []
  const column = (ms: number): number => Math.min(COLUMNS - 1, Math.floor((ms / endMs) * COLUMNS))
  const columnAfter = (ms: number): number => Math.min(COLUMNS, Math.round((ms / endMs) * COLUMNS))
  const strip = Array<string>(COLUMNS).fill(FREE)
  for (const { startMs, lengthMs } of spans) {
    // A stall narrower than half a column would look like more than it is.
    if (lengthMs < endMs / COLUMNS / 2) continue
    strip.fill(STALLED, column(startMs), Math.max(column(startMs) + 1, columnAfter(startMs + lengthMs)))
  }
  const left = '0 ms '
  const pointer = ' '.repeat(left.length + column(longestStall.startMs))
  return [
    `${INDENT}${left}${strip.join('')} ${formatMs(endMs)}`,
    `${INDENT}${pointer}└ ${formatMs(longestStall.ms)} in one turn${KINDS[longestStall.kind] ?? ''}`,
  ]
}
