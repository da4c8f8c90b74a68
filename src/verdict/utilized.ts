import type { LoopReport } from '../report.ts'
import type { Finding } from './finding.ts'
import { takenMs } from './progressed.ts'

/** Was the loop busy for less than that share of the time? What the machine took looks busy, and is the function's on no account. */
export function utilizedUnder(report: LoopReport, ratio: number): Finding {
  const { utilization, durationMs, stalls } = report
  if (utilization < ratio) return 'yes'
  // It would have been busy for ever.
  if (report.outcome.kind === 'stopped') return 'no'
  const certainMs = stalls.reduce((sum, { ms }) => sum + ms, 0)
  const ownMs = Math.max(certainMs, utilization * durationMs - takenMs(report))
  return durationMs === 0 || ownMs >= ratio * durationMs ? 'no' : 'unknown'
}
