import { describeSite, inColumns } from '../matchers/sites.ts'
import { formatMs } from '../matchers/units.ts'
import { oneLine } from '../one-line.ts'
import { type GuardRecord, mergeAllowances, type StallRecord } from './records.ts'

/** More lines than this nobody reads at the end of a run. */
const LISTED = 10

/**
 * What the guard says at the end of a run; nothing when it has found nothing and nothing was allowed.
 *
 * ```
 * loop-canary: 2 stalls of 100 ms or longer, the worst first
 *     312 ms  csv.test.ts > imports          parse (src/csv.ts:42)
 * loop-canary: allowances
 *   used 3 times, up to 240 ms  file: fixtures
 *   never used                  function: legacyParse
 * ```
 */
export function guardSummary(records: readonly GuardRecord[], maxStall: number): string {
  const stalls = records.flatMap((record) => record.stalls).toSorted((one, other) => other.ms - one.ms)
  return [...stallLines(stalls, maxStall), ...allowanceLines(records)].join('\n')
}

function stallLines(stalls: readonly StallRecord[], maxStall: number): string[] {
  if (stalls.length === 0) return []
  const count = stalls.length === 1 ? '1 stall' : `${stalls.length} stalls`
  const rows = stalls
    .slice(0, LISTED)
    .map((stall) => [
      `${formatMs(stall.ms)}${stall.wasStopped ? ', stopped' : ''}`,
      oneLine(stall.owner),
      stall.site ? oneLine(describeSite(stall.site)) : '',
    ])
  const lines = inColumns(rows)
  if (stalls.length > LISTED) lines.push(`  and ${stalls.length - LISTED} more`)
  return [`loop-canary: ${count} of ${maxStall} ms or longer${stalls.length > 1 ? ', the worst first' : ''}`, ...lines]
}

function allowanceLines(records: readonly GuardRecord[]): string[] {
  const allowances = mergeAllowances(records)
  if (allowances.length === 0) return []
  const rows = allowances.map(({ label, hits, worstMs }) => [
    hits === 0 ? 'never used' : `used ${hits === 1 ? 'once' : `${hits} times`}, up to ${formatMs(worstMs)}`,
    oneLine(label),
  ])
  return ['loop-canary: allowances', ...inColumns(rows)]
}
