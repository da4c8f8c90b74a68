import type { LoopReport } from '../report.ts'
import { isCutShort } from './cut-short.ts'
import type { Finding } from './finding.ts'
import { takenMs } from './progressed.ts'

/** Was the loop busy for less than that share of the time? What the machine took looks busy, and is the function's on no account. */
export function utilizedUnder(report: LoopReport, ratio: number): Finding {
  const { utilization, durationMs, stalls, outcome, pollVisits } = report
  if (utilization < ratio) return 'yes'
  if (isCutShort(report)) return 'unknown'
  // It would have been busy for ever; and a loop that never gets to poll is never idle, however quiet the machine.
  if (outcome.kind === 'stopped' || pollVisits === 0) return 'no'
  const certainMs = stalls.reduce((sum, { ms }) => sum + ms, 0)
  const ownMs = Math.max(certainMs, utilization * durationMs - takenMs(report))
  return durationMs === 0 || ownMs >= ratio * durationMs ? 'no' : 'unknown'
}
