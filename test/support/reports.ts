import type { CanaryReport, LoopReport, Stall } from '../../src/report.ts'

/** A stall of hand-made numbers; by default all of it on the CPU. */
export function makeStall(stall: Partial<Stall> & { ms: number }): Stall {
  const cpuMs = stall.cpuMs ?? stall.ms
  return {
    startMs: 0,
    atMostMs: stall.ms,
    doubts: [],
    wallMs: (stall.atMostMs ?? stall.ms) + (stall.descheduledMs ?? 0) + (stall.suspendedMs ?? 0),
    cpuMs,
    asleepMs: Math.max(0, stall.ms - cpuMs),
    gcMs: 0,
    descheduledMs: 0,
    switches: 0,
    suspendedMs: 0,
    pausedMs: 0,
    sentinelHeldUpMs: 0,
    othersDescheduledMs: 0,
    kind: 'unknown',
    sites: [],
    loadingMs: 0,
    stopped: false,
    ...stall,
  }
}

/** What became of a hand-made canary; by default it was served at once. */
export function makeCanary(canary: Partial<CanaryReport> = {}): CanaryReport {
  return { served: 1, firstServedMs: 0.1, longestWaitMs: 0.1, waiting: 0, ...canary }
}

/** The report of a watch that never was. The longest stall is the first of `stalls` unless it is given. */
export function makeReport(report: Partial<LoopReport> = {}): LoopReport {
  const longestStall = report.longestStall ?? report.stalls?.[0] ?? makeStall({ ms: 0.02 })
  return {
    outcome: { kind: 'resolved' },
    durationMs: 100,
    pollVisits: 3,
    turns: 4,
    longestStall,
    stalls: [],
    stallsDropped: 0,
    utilization: 0.5,
    canaries: {},
    syncCalls: [],
    syncCallsUnseen: [],
    noise: { descheduledMs: 0, gcMs: 0, suspendedMs: 0, pausedMs: 0, sentinelLateMs: 0, source: 'schedstat' },
    longestStallsMs: [longestStall.ms],
    limitations: [],
    ...report,
  }
}
