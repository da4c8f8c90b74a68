import type { LoopReport, Noise, Stall } from '../report.ts'
import type { Finding } from './finding.ts'

/**
 * Did the subject keep the loop from visiting poll for `ms` or longer in one turn?
 *
 * Only what is the subject's on every reading of the evidence counts as `yes`, and only what is too short on every
 * reading counts as `no`.
 */
export function blockedFor(report: LoopReport, ms: number): Finding {
  const stalls = [report.longestStall, ...report.stalls]
  const readings = stalls.map((stall) => ownTime(stall, report.noise.source))
  if (readings.some(({ atLeast }) => atLeast >= ms)) return 'yes'
  return readings.some(({ atMost }) => atMost >= ms) ? 'unknown' : 'no'
}

/** How long the subject itself stalled the loop, as far as the platform can tell it from a busy machine. */
function ownTime(stall: Stall, source: Noise['source']): { atLeast: number; atMost: number } {
  switch (source) {
    case 'schedstat':
      return { atLeast: stall.ms, atMost: stall.ms }
    case 'thread-cpu':
      // A blocking sleep and a thread that the machine does not run look alike.
      return { atLeast: stall.cpuMs, atMost: stall.wallMs }
    case 'none':
      return { atLeast: stall.wallMs, atMost: stall.wallMs }
  }
}
