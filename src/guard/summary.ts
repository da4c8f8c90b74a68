import { describeSite, inColumns } from '../matchers/sites.ts'
import { count, formatMs } from '../matchers/units.ts'
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
 * loop-canary: 1 stall was inconclusive: nobody can tell whether it was of 100 ms or longer
 *   up to 130 ms  csv.test.ts > exports          format (src/csv.ts:60)
 * loop-canary: allowances
 *   used 3 times, up to 240 ms  file: fixtures
 *   never used                  function: legacyParse
 * ```
 *
 * @param maxStall - the limit, in ms
 */
export function guardSummary(records: readonly GuardRecord[], maxStall: number): string {
  const stalls = records.flatMap((record) => record.stalls).toSorted((one, other) => other.ms - one.ms)
  const certain = stalls.filter(({ isInconclusive }) => !isInconclusive)
  const unclear = stalls.filter(({ isInconclusive }) => isInconclusive)
  const limit = formatMs(maxStall)
  const lines = [
    ...list(certain, `${count(certain.length, 'stall')} of ${limit} or longer`),
    ...list(unclear, `${inconclusive(unclear.length)} of ${limit} or longer`),
  ]
  return [...lines, ...allowanceLines(records)].join('\n')
}

const inconclusive = (stalls: number): string =>
  `${count(stalls, 'stall')} ${stalls === 1 ? 'was' : 'were'} inconclusive: nobody can tell whether ${stalls === 1 ? 'it was' : 'they were'}`

function list(stalls: readonly StallRecord[], title: string): string[] {
  if (stalls.length === 0) return []
  const rows = stalls
    .slice(0, LISTED)
    .map(({ ms, isInconclusive, wasStopped, owner, site }) => [
      `${isInconclusive ? 'up to ' : ''}${formatMs(ms)}${wasStopped ? ', stopped' : ''}`,
      oneLine(owner),
      site ? oneLine(describeSite(site)) : '',
    ])
  const lines = inColumns(rows)
  if (stalls.length > LISTED) lines.push(`  and ${stalls.length - LISTED} more`)
  return [`loop-canary: ${title}${stalls.length > 1 ? ', the worst first' : ''}`, ...lines]
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
