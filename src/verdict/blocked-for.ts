import type { LoopReport, Noise, Stall } from '../report.ts'
import type { Finding } from './finding.ts'

/** A quiet machine lets a ready thread run at once, and wakes a sleeping one within a fraction of a millisecond. */
const BUSY_MS = 1
const SENTINEL_LATE_MS = 5

/**
 * Did the subject keep the loop from visiting poll for `ms` or longer in one turn?
 *
 * Only what is the subject's on every reading of the evidence counts as `yes`, and only what is too short on every
 * reading counts as `no`.
 */
export function blockedFor(report: LoopReport, ms: number): Finding {
  const stalls = [report.longestStall, ...report.stalls]
  const readings = stalls.map((stall) => ownTime(stall, report.noise))
  if (readings.some(({ atLeast }) => atLeast >= ms)) return 'yes'
  return readings.some(({ atMost }) => atMost >= ms) ? 'unknown' : 'no'
}

/** How long the subject itself stalled the loop, as far as the platform can tell it from a busy machine. */
function ownTime(stall: Stall, noise: Noise): { atLeast: number; atMost: number } {
  switch (noise.source) {
    case 'schedstat':
      // Asleep in a call of its own, or behind a lock whose owner the machine did not run: on a busy machine, who knows.
      return {
        atLeast: isBusy(stall, noise) ? Math.min(stall.ms, stall.cpuMs) : stall.ms,
        atMost: isSleep(stall) ? stall.wallMs : stall.ms,
      }
    case 'thread-cpu':
      // A blocking sleep and a thread that the machine does not run look alike.
      return { atLeast: stall.cpuMs, atMost: stall.wallMs }
    case 'none':
      return { atLeast: stall.wallMs, atMost: stall.wallMs }
  }
}

/** A sleep has a deadline of its own, which no delay inside it prolongs: taking the delay out can be too much. */
function isSleep({ ms, cpuMs }: Stall): boolean {
  return ms - cpuMs > cpuMs
}

/** The machine had other things to do in the stall, or its watcher was held up in the watch. */
function isBusy(stall: Stall, noise: Noise): boolean {
  return stall.descheduledMs >= BUSY_MS || noise.sentinelLateMs >= SENTINEL_LATE_MS
}
