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
 * - `stopped`: it stalled the loop for `stopAfter` ms, or beyond `timeout`, and was stopped
 * - `pending`: it had not settled within `timeout`
 */
export type Outcome =
  | {
      kind: 'returned' | 'resolved'
      /** What it came to; not enumerable, so not in the JSON. */
      readonly value?: unknown
    }
  | {
      kind: 'threw' | 'rejected'
      error: SerializedError /** The value itself; not enumerable, so not in the JSON. */
      readonly thrown?: unknown
    }
  | { kind: 'stopped' | 'pending'; afterMs: number }

/** A place in source. */
export interface Position {
  function: string
  file: string
  /** 1-based. */
  line: number
  /** 1-based. */
  column: number
}

/** A place in source, and how the program came there. */
export interface CallSite extends Position {
  /** Who called it, innermost first, as far as it is neither Node's, the runner's nor ours. */
  callers: Position[]
}

/** A place in source that blocked. */
export interface Site extends CallSite {
  /** This site's part of the stall, 0..1. */
  share: number
  /** The blocking built-in that was called there, where it is known to have filled that part. */
  call?: BuiltInCalls
}

/** Calls of one blocking built-in. */
export interface BuiltInCalls {
  /** Such as `fs.readFileSync` or `JSON.parse`. */
  name: string
  count: number
  /** What they read, wrote or worked on in all, where that is known; of text the number of characters. */
  bytes?: number
  /** Of `crypto.pbkdf2Sync`, in all. */
  iterations?: number
  /** Of `Atomics.wait`: how long it was told to wait, in ms in all, where nobody woke it before. */
  waitMs?: number
}

/**
 * What filled a stall: one synchronous call, queues that kept refilling themselves, blocking built-ins, or what could not be
 * told apart.
 */
export type StallKind = 'sync' | 'microtasks' | 'nextTicks' | 'native-call' | 'unknown'

/** The time that one turn kept the loop from visiting poll. All times in milliseconds. */
export interface Stall {
  /** From the call of the subject to the begin of the stall. */
  startMs: number
  /** Surely the subject's own, on every reading of the evidence: on the CPU, or asleep in a call that blocks. */
  ms: number
  /** The subject's own at most: what lies between the two may be the machine's. */
  atMostMs: number
  /** Why `ms` and `atMostMs` differ, in words; empty when they do not. */
  doubts: string[]
  /** Wall time of the turn without idle time in poll, and without `pausedMs`. */
  wallMs: number
  /** CPU time of the thread; of a stall under 1 ms all of it. 0 where Node cannot tell. */
  cpuMs: number
  /**
   * Neither on the CPU nor known to be waiting for it: in a system call that blocks. Where `noise.source` is not `schedstat` the machine may
   * have taken it.
   */
  asleepMs: number
  /** Garbage collection inside the stall. */
  gcMs: number
  /** Run-queue delay: the thread was ready, and the machine ran something else. 0 where it cannot be measured. */
  descheduledMs: number
  /** How often the machine took the CPU away from the process; 0 where `noise.source` is not `context-switches`. */
  switches: number
  /** The whole process stood still: stopped by a signal, frozen, or its virtual machine with it. */
  suspendedMs: number
  /** What loop-canary itself took, to look at the stack and to be able to stop it. */
  pausedMs: number
  /** For so long in it the watcher thread could not run either. */
  sentinelHeldUpMs: number
  /**
   * For at most so long in it other threads of the process were ready and not run: a thread that waits for one of them seems to be asleep.
   * Only on Linux, and only where something of the watch was asleep.
   */
  othersDescheduledMs: number
  kind: StallKind
  sites: Site[]
  /**
   * The part of `ms` in which modules were being loaded, their own top level included, as far as looks at the stack tell: what a
   * first call costs and a later one does not. The option `warmup` leaves it out.
   */
  loadingMs: number
  /** Whether the subject was stopped in this stall. */
  stopped: boolean
}

/** What the thread on the other side saw of its pings, which it sent at a steady pace while the subject ran. Times in ms. */
export interface Latency {
  sent: number
  answered: number
  /** Errors, and statuses from 500 on. */
  failed: number
  /** What the first of those was: the status, or the error's message. */
  failure?: string
  /** Not answered when the subject settled. These and the failed ones count below with the time until then. */
  waiting: number
  /** From the first ping to the first answer. */
  firstMs: number | null
  p50Ms: number
  p90Ms: number
  p99Ms: number
  maxMs: number
  /** For how long the machine kept that thread itself from running. Any of the times above may be that much too long. */
  senderLateMs: number
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
  /** With steady traffic (the option `traffic`): what its sender saw. The four above include it. */
  latency?: Latency
}

export type CanaryName = 'timer' | 'immediate' | 'socket' | 'worker' | 'http'

/**
 * Calls of one blocking built-in: the slow ones from one place, or those that were shorter than the floor, wherever they came
 * from. A call inside of another is a part of that one. All times in milliseconds.
 */
export interface SyncCall extends BuiltInCalls {
  /** All of them, without what the machine is known to have taken. */
  ms: number
  /** The longest of them: its own time on every reading of the clocks, without garbage collection. */
  longestMs: number
  /** The longest of them, on any reading. */
  longestAtMostMs: number
  /** Where they came from; missing for those that nobody asked. */
  site?: CallSite
}

/** What the machine did to the thread meanwhile. All times in milliseconds. */
export interface Noise {
  /** Run-queue delay over the whole watch. */
  descheduledMs: number
  gcMs: number
  /** The whole process stood still for so long. */
  suspendedMs: number
  /** What the hypervisor took from all CPUs of this machine, in steps of 10 ms. Only on Linux. */
  stealMs?: number
  /** How long the process's cgroup was stopped by its CPU quota; part of `descheduledMs`. Only on Linux. */
  throttledMs?: number
  /** How long some task of this machine waited for a CPU. Only on Linux with pressure stall information. */
  pressureMs?: number
  /** What loop-canary itself held the thread up for: to look at its stack, and to put the limit to the call away. */
  pausedMs: number
  /** How late the watcher thread itself was, at worst. */
  sentinelLateMs: number
  /**
   * Where it is known from whose time a stall was. Only `schedstat` (Linux) measures `descheduledMs`. With `context-switches` (macOS, and
   * Linux without `/proc`) and `thread-cpu` (Windows) it is 0, and a stall's own share lies between bounds.
   */
  source: 'schedstat' | 'context-switches' | 'thread-cpu' | 'none'
}

/** How often a function has handed back to the loop and was called again, by what called it. */
export interface Yields {
  timers: number
  immediates: number
  /** Files, sockets, workers and what else poll serves. */
  io: number
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
  /** What became of each canary that rode along. */
  canaries: Partial<Record<CanaryName, CanaryReport>>
  /** Calls of blocking built-ins, those that took most time first. */
  syncCalls: SyncCall[]
  /** Blocking built-ins that could not be followed; empty when all were. */
  syncCallsUnseen: string[]
  noise: Noise
  /** The longest stall of each run in ms, in the order they ran. One entry unless the `runs` option asked for more. */
  longestStallsMs: number[]
  /** Idle connections that the thread held meanwhile; with the option `load`. */
  heldSockets?: number
  /** How long the function was watched by the clock that it saw, in ms; with `clock: 'virtual'`. */
  virtualMs?: number
  /** With `clock: 'virtual'`. */
  yields?: Yields
  /** What could not be measured on this platform, in words; empty when everything was. */
  limitations: string[]
}
