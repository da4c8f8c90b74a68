import type { LoopReport } from '../report.ts'
import { blockedFor } from './blocked-for.ts'
import { type Finding, opposite } from './finding.ts'

/** Did the subject go on for `ms` by its own clock, and let the loop visit poll all the time? */
export function keptYielding(report: LoopReport, ms: number, budgetMs: number): Finding {
  if (report.outcome.kind !== 'pending' || report.pollVisits === 0) return 'no'
  const hasKept = opposite[blockedFor(report, budgetMs)]
  return hasKept === 'yes' && isCutShort(report, ms) ? 'unknown' : hasKept
}

/** The watch ends by a look at the clock, and is told by another one. */
const AT_ONCE_MS = 1

/** Whether the real time that a watch may take was over before the virtual time was. */
export const isCutShort = ({ virtualMs }: LoopReport, ms: number): boolean =>
  virtualMs !== undefined && virtualMs < ms - AT_ONCE_MS
