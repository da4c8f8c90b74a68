import type { Noise, Stall } from '../report.ts'
import type { Verdict } from '../verdict/finding.ts'

/** What was measured of this machine, in plain JSON. All times in milliseconds, unless a name says otherwise. */
export interface Measured {
  host: Host
  sentinel: SentinelStart
  clocks: Clocks
  evidence: Evidence
  noiseFloor: NoiseFloor
  budget: Budget
  runaways: Runaways
}

/** What `loop-canary doctor --json` prints. */
export interface Diagnosis extends Measured {
  /** What essential does not work here, in words; empty when everything does. */
  problems: string[]
}

export interface Host {
  loopCanary: string
  node: string
  platform: string
  arch: string
  /** CPUs that this process can use at the same time. */
  cpus: number
  /** Threads that were running or ready to, over the last minute. Missing on Windows. */
  load?: number
}

export interface SentinelStart {
  /** Whether the watcher thread runs. */
  started: boolean
  /** The first watch of a thread, with the start of its sentinel. */
  firstWatchMs: number
  /** Median of later watches. */
  laterWatchMs: number
  /** What could not be had in the first watch, in words. */
  missing: string[]
}

/** By how much a clock moves at once: the smallest step and the median one, in ms. */
export interface Steps {
  smallestMs: number
  medianMs: number
}

export interface Clocks {
  /** The clock that times are taken with. */
  monotonic: Steps
  /** CPU time of the thread, as it is read here. Missing where there is none. */
  cpu?: Steps
  /** CPU time of the thread, as Node has it: at the ticks of the system's accounting. Missing before Node 22.19. */
  nodeCpu?: Steps
}

export interface Evidence {
  /** What tells the subject's time from the machine's. */
  source: Noise['source']
  /** Whether it is told what a hypervisor takes. */
  steal: boolean
  /** Whether it is told how long the process was stopped by its CPU quota. */
  throttling: boolean
  /** Whether it is told how long anybody waited for a CPU. */
  pressure: boolean
  /** How many CPUs' time the process may use. Missing where that is not told. */
  cpuQuota?: number | 'none'
}

/** A function that does nothing but hand back to the loop, watched for `lastedMs`. */
export interface NoiseFloor
  extends Pick<
    Noise,
    'descheduledMs' | 'gcMs' | 'suspendedMs' | 'stealMs' | 'throttledMs' | 'pressureMs' | 'sentinelLateMs'
  > {
  lastedMs: number
  turns: number
  /** The longest stall by what was the function's own of it, and what it was made of. */
  longestStall: Pick<Stall, 'ms' | 'wallMs' | 'cpuMs' | 'asleepMs' | 'gcMs' | 'descheduledMs'>
  /** The longest stall on the wall clock. */
  longestWallMs: number
  /** Half of all turns took less, on the wall clock. */
  turnP50Ms: number
  /** 99 of 100 turns took less, on the wall clock. */
  turnP99Ms: number
}

/** How functions were judged at one budget; each verdict is the worst of several tries. */
export interface BudgetTry {
  budgetMs: number
  /** The function of the noise floor, at half the budget: should pass. */
  idle: Verdict
  /** A function that blocks for half the budget, again and again: should pass. */
  halfUsed?: Verdict
  /** A function that blocks for the budget and a few ms: should fail. */
  overrun?: Verdict
}

export interface Budget {
  /** The smallest budget at which every verdict was right; `null` when there was none. */
  supportedMs: number | null
  /** The budgets that were tried, smallest first. */
  tries: BudgetTry[]
}

export const RUNAWAYS = ['sync', 'microtasks', 'nextTicks', 'laterTurn'] as const

/** A way of never ending. */
export type Runaway = (typeof RUNAWAYS)[number]

/** Where a runaway is tried. */
export type Place = 'main' | 'worker'

/** What became of one runaway. */
export type Stop =
  | {
      stopped: true
      /** From the end of `stopAfter` to the verdict. */
      lateMs: number
      /** Whether the line that never ends was named. */
      lineNamed: boolean
    }
  | { stopped: false; reason: string }

export type Stops = Record<Runaway, Stop>

export interface Runaways extends Record<Place, Stops> {
  stopAfterMs: number
}
