import type { CanaryName, LoopReport } from '../report.ts'
import { blockedFor } from './blocked-for.ts'
import { isCutShort } from './cut-short.ts'
import type { Finding } from './finding.ts'

/** What a canary has to have seen. */
export interface Progress {
  /** Times served, 1 or more. */
  atLeast: number
  /** No wait may be that long, in ms. */
  within: number | undefined
  /** The share of the waits that `within` is asked of, in percent; 100 for all of them. */
  percentile: Percentile
}

export type Percentile = 50 | 90 | 99 | 100

/** Was a canary served that often while the subject ran, and did it never wait for too long? `unknown` when there was none. */
export function progressed(report: LoopReport, name: CanaryName, { atLeast, within, percentile }: Progress): Finding {
  const canary = report.canaries[name]
  if (!canary || isCutShort(report)) return 'unknown'
  // Whatever was served before, the turn that had to be stopped would have kept it waiting for ever; and what was served behind the stop
  // nobody can tell apart.
  if (report.outcome.kind === 'stopped') return 'no'
  if (canary.served < atLeast) {
    // Who has got an answer that says no had his chance.
    const wasSent = canary.latency !== undefined && canary.latency.sent - canary.latency.failed >= atLeast
    return wasSent && hadNoChance(report, name) ? 'unknown' : 'no'
  }
  const waitedMs = waitOf(report, name, percentile)
  if (within === undefined || waitedMs < within) return 'yes'
  // One stall is the longest wait, and says nothing about most of many.
  const isLongest = waitedMs === waitOf(report, name, 100)
  const hasBlocked = isLongest && blockedFor(report, within) === 'yes'
  const isItsOwn = waitedMs - takenMs(report, name) >= within || hasBlocked
  return isItsOwn || surelyLate(report, name, within) > 1 - percentile / 100 ? 'no' : 'unknown'
}

/**
 * The share of what comes evenly, as traffic does, that the function's own stalls surely held up for too long, whatever the machine did:
 * what comes in a stall waits for what is left of it.
 */
function surelyLate({ stalls, durationMs, canaries }: LoopReport, name: CanaryName, within: number): number {
  if (!canaries[name]!.latency) return 0
  return stalls.reduce((sum, { ms }) => sum + Math.max(0, ms - within), 0) / durationMs
}

/**
 * Whether the function let the loop go on for most of the time, and the machine was at something else for as much of it: what comes from
 * another thread, and has to go back there, may not have got through.
 */
function hadNoChance(report: LoopReport, name: CanaryName): boolean {
  const { pollVisits, durationMs, stalls } = report
  const ownMs = stalls.reduce((sum, { atMostMs }) => sum + atMostMs, 0)
  return pollVisits > 0 && ownMs < durationMs / 2 && takenAtMostMs(report, name) >= durationMs / 2
}

/** How long it waited, in ms. Only traffic has other percentiles than the longest. */
export function waitOf({ canaries }: LoopReport, name: CanaryName, percentile: Percentile): number {
  const { longestWaitMs, latency } = canaries[name]!
  if (!latency || percentile === 100) return longestWaitMs
  return { 50: latency.p50Ms, 90: latency.p90Ms, 99: latency.p99Ms }[percentile]
}

/**
 * What the machine and this package took in the whole watch, at most, in ms: nobody can tell how much of it was in one wait. With `name`, of
 * that canary, whose sender may have been held up as well.
 */
export function takenMs({ noise, canaries }: LoopReport, name?: CanaryName): number {
  const senderLateMs = (name && canaries[name]?.latency?.senderLateMs) ?? 0
  const watchedMs = noise.descheduledMs + noise.suspendedMs + (noise.throttledMs ?? 0) + noise.pausedMs
  return watchedMs + noise.sentinelLateMs + senderLateMs
}

/** The same, with the time in which somebody else on the machine waited for a CPU: another thread of the process may have. */
export const takenAtMostMs = (report: LoopReport, name?: CanaryName): number =>
  Math.max(takenMs(report, name), report.noise.pressureMs ?? 0)
