import type { LoopReport } from '../report.ts'
import type { Finding } from './finding.ts'

/** Did the loop visit poll between call and settlement, and serve the byte that was waiting there? No clock involved. */
export function yieldedToPoll(report: LoopReport): Finding {
  if (report.pollVisits === 0) return 'no'
  // Where sockets cannot be had at all, the count speaks alone.
  return report.canaries.socket?.served === 0 ? 'unknown' : 'yes'
}

/** Did the loop visit poll at least that often between call and settlement? No clock involved. */
export function yieldedAtLeast(report: LoopReport, visits: number): Finding {
  return report.pollVisits >= visits ? 'yes' : 'no'
}
