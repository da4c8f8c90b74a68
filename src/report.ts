/** An error in plain JSON. */
export interface SerializedError {
  name: string
  message: string
  stack?: string
}

/**
 * How the subject ended.
 *
 * - `returned`: it returned something that is not a promise
 * - `resolved` / `rejected`: the promise that it returned did
 * - `threw`: it threw synchronously
 * - `pending`: it had not settled within `settleWithin`
 */
export type Outcome =
  | { kind: 'returned' }
  | { kind: 'resolved' }
  | {
      kind: 'threw' | 'rejected'
      error: SerializedError /** The value itself; not enumerable, so not in the JSON. */
      readonly thrown?: unknown
    }
  | { kind: 'pending'; afterMs: number }

/** A place in source that blocked. */
export interface Site {
  function: string
  file: string
  /** 1-based. */
  line: number
  /** 1-based. */
  column: number
  /** This site's part of the stall, 0..1. */
  share: number
}

/** What filled a stall: one synchronous call, queues that kept refilling themselves, or what could not be told apart. */
export type StallKind = 'sync' | 'microtasks' | 'nextTicks' | 'native-call' | 'gc' | 'unknown'

/** The time that one turn kept the loop from visiting poll. All times in milliseconds. */
export interface Stall {
  /** From the call of the subject to the begin of the stall. */
  startMs: number
  /** The subject's own: wall time of the turn without idle time in poll and without run-queue delay. */
  ms: number
  /** Wall time of the turn without idle time in poll. */
  wallMs: number
  /** CPU time of the thread. 0 for stalls under 1 ms, and where Node cannot tell it. */
  cpuMs: number
  /** Garbage collection inside the stall. */
  gcMs: number
  /** What the machine took: the thread was ready, and something else ran. `wallMs - ms`; 0 where it cannot be measured. */
  descheduledMs: number
  kind: StallKind
  sites: Site[]
  /** Whether the subject was stopped in this stall. */
  stopped: boolean
}

/** What became of one canary while the subject ran. */
export interface CanaryReport {
  /** Times served between call and settlement. */
  served: number
  /** From the call to the first time served, in ms; `null` when that never happened before settlement. */
  firstServedMs: number | null
  /** Longest time that it was ready and not served, in ms. */
  longestWaitMs: number
  /** Still ready and not served when the subject settled. */
  waiting: number
}

export type CanaryName = 'timer' | 'immediate' | 'socket' | 'worker' | 'http'

/** A blocking built-in that the subject called. */
export interface SyncCall {
  name: string
  ms: number
  bytes?: number
  site?: Site
}

/** What the machine did to the thread meanwhile. All times in milliseconds. */
export interface Noise {
  /** Run-queue delay over the whole watch. */
  descheduledMs: number
  gcMs: number
  stealMs?: number
  throttledMs?: number
  suspendedMs?: number
  /** How late the watcher thread itself was, at worst. */
  sentinelLateMs: number
  /** Where `descheduledMs` comes from. With `thread-cpu` and `none` it is 0 and a stall's own share is not exact. */
  source: 'schedstat' | 'thread-cpu' | 'none'
}

/** What one watch found. Plain JSON, so that it can cross processes. */
export interface LoopReport {
  outcome: Outcome
  /** From the call of the subject to its settlement, real time in ms. */
  durationMs: number
  /** Poll phases that the loop entered between call and settlement. Exact, no clock involved. */
  pollVisits: number
  /** Turns of the loop that were metered. */
  turns: number
  /** Always there, however short. */
  longestStall: Stall
  /** Stalls of 1 ms and more, longest first, at most 100. */
  stalls: Stall[]
  /** Stalls of 1 ms and more beyond those in `stalls`. */
  stallsDropped: number
  /** Busy share of `durationMs`, 0..1. */
  utilization: number
  canaries: Record<CanaryName, CanaryReport | undefined>
  syncCalls: SyncCall[]
  noise: Noise
  /** The longest stall of each run in ms, in the order they ran. One entry unless the `runs` option asked for more. */
  longestStallsMs: number[]
  /** What could not be measured on this platform, in words; empty when everything was. */
  verdictBasis: string[]
}
