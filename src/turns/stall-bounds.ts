import type { Noise, Stall } from '../report.ts'
import { type Crossing, inOneTurn } from './segment.ts'

/** A stall with the best estimate of its time, which may be somebody else's in part. */
export type Estimated = Omit<Stall, 'atMostMs' | 'doubts'>

/** How long the subject itself stalled the loop, as far as the evidence goes. In ms. */
type Bounds = Pick<Stall, 'ms' | 'atMostMs' | 'doubts'>

/** A quiet machine wakes a sleeping thread within a few ms. */
const HELD_UP_MS = 5

/** The steps in which Linux counts stolen time; the last one may not be full yet. */
const STEAL_STEP_MS = 10

/** What one involuntary context switch may have cost: measured at 5 to 6 ms beside four busy processes on two cores. */
const SWITCH_MS = 12

/** What of the machine's doing has to be known. */
type Machine = Pick<Noise, 'source' | 'stealMs' | 'throttledMs'>

/** Says how much of a stall surely is the subject's own, how much it is at most, and why the two differ. */
export function withBounds(stall: Estimated, machine: Machine, crossing?: Crossing): Stall {
  const bounds = boundsOf(stall, machine)
  return { ...stall, ...(crossing ? acrossPoll(bounds, crossing) : bounds) }
}

/** Where a piece may be of this turn or of the one before. */
function acrossPoll({ ms, atMostMs, doubts }: Bounds, crossing: Crossing): Bounds {
  return {
    ms: inOneTurn(ms, crossing.ms),
    atMostMs: Math.max(atMostMs, crossing.beforeMs + crossing.ms),
    doubts: [...doubts, `poll was visited somewhere within ${inMs(crossing.ms)} of it`],
  }
}

function boundsOf(stall: Estimated, machine: Machine): Bounds {
  switch (machine.source) {
    case 'schedstat':
      return fromSchedstat(stall, machine)
    case 'context-switches':
      return fromContextSwitches(stall)
    case 'thread-cpu':
      return fromThreadCpu(stall)
    case 'none':
      // Nothing can tell the machine's time from the subject's.
      return certain(stall.wallMs - stall.suspendedMs)
  }
}

const certain = (ms: number): Bounds => ({ ms, atMostMs: ms, doubts: [] })

/**
 * Time on the CPU is the subject's whatever else is said, and so is time asleep: a thread that sleeps in a call of its own waits for nobody's
 * CPU. What the machine can have had of it is what the sentinel, which only sleeps and wakes up, was held up for in the very stall.
 */
function fromSchedstat(stall: Estimated, machine: Machine): Bounds {
  const { ms, asleepMs, gcMs, descheduledMs } = stall
  const waitingForHelpersMs = Math.min(asleepMs, gcMs)
  const waitingForOthersMs = Math.min(asleepOutsideOfCalls(stall), stall.othersDescheduledMs)
  const doubtfulMs = Math.min(
    asleepMs - asleepAsAsked(stall),
    stolenAtMost(machine) + waitingForHelpersMs + waitingForOthersMs + heldUpAtMost(stall),
  )
  const atLeast = ms - doubtfulMs
  // A sleep has a deadline of its own, which no delay inside it prolongs: taking the delay out can be too much.
  const isSleep = asleepMs > stall.cpuMs
  const atMost = isSleep ? ms + descheduledMs : ms
  if (atMost <= atLeast) return certain(ms)
  return {
    ms: atLeast,
    atMostMs: atMost,
    doubts: [
      ...ofStall(stall),
      ...ofCollector(waitingForHelpersMs),
      ...ofOthers(waitingForOthersMs),
      ...ofMachine(machine),
    ],
  }
}

/** A wait that ended by its own timeout would have lasted as long on any machine, in ms. */
function asleepAsAsked({ asleepMs, sites }: Estimated): number {
  const askedMs = sites.reduce((sum, { call }) => sum + (call?.waitMs ?? 0), 0)
  return Math.min(asleepMs, askedMs)
}

/** How much of a sleep the machine may have added, by what it did to the sentinel, in ms. */
function heldUpAtMost({ sentinelHeldUpMs, suspendedMs }: Estimated): number {
  // When the process stood still, the sentinel may have been about to sleep on anyway: it saw less than there was.
  if (suspendedMs > 0) return Number.POSITIVE_INFINITY
  return sentinelHeldUpMs >= HELD_UP_MS ? sentinelHeldUpMs : 0
}

/** What is not in a call that is known to block: there the thread may wait for a lock, and its holder for a CPU. */
function asleepOutsideOfCalls({ asleepMs, ms, sites }: Estimated): number {
  const inCallsMs = sites.reduce((sum, { call, share }) => sum + (call ? share * ms : 0), 0)
  return Math.max(0, asleepMs - inCallsMs)
}

const ofOthers = (ms: number): string[] =>
  ms >= 1 ? [`asleep for ${inMs(ms)} while other threads of the process were ready and not run`] : []

/** In a collection the thread sleeps when it waits for V8's other threads, which the machine may not run. */
const ofCollector = (ms: number): string[] => (ms >= 1 ? [`asleep in garbage collection for ${inMs(ms)}`] : [])

/**
 * Involuntary context switches tell a thread that waits for a CPU from one that sleeps in a call of its own. One more than was counted may be
 * on its way.
 */
function fromContextSwitches(stall: Estimated): Bounds {
  const { cpuMs, wallMs, suspendedMs, switches } = stall
  const atMost = wallMs - suspendedMs
  const machinesMs = (switches + 1) * SWITCH_MS + heldUpAtMost(stall)
  const atLeast = Math.min(atMost, Math.max(cpuMs + asleepAsAsked(stall), atMost - machinesMs))
  const doubts = [`${inMs(atMost - atLeast)} off the CPU, asleep or not run: ${switches} context switches were forced`]
  return { ms: atLeast, atMostMs: atMost, doubts: atMost > atLeast ? [...doubts, ...ofStall(stall)] : [] }
}

/** A blocking sleep and a thread that the machine does not run look alike. */
function fromThreadCpu(stall: Estimated): Bounds {
  const { cpuMs, wallMs, suspendedMs } = stall
  const atMost = wallMs - suspendedMs
  const doubts = [`${inMs(atMost - cpuMs)} off the CPU, asleep or not run: this platform does not tell which`]
  return { ms: Math.min(cpuMs, atMost), atMostMs: atMost, doubts: atMost > cpuMs ? [...doubts, ...ofStall(stall)] : [] }
}

/** What the machine did to the thread in the very stall, in words. */
function ofStall(stall: Estimated): string[] {
  const { suspendedMs, descheduledMs, sentinelHeldUpMs } = stall
  const disturbances: [ms: number, least: number, words: string][] = [
    [suspendedMs, 0, 'suspended for'],
    [descheduledMs, 1, 'ready and not run for'],
    [suspendedMs > 0 ? 0 : sentinelHeldUpMs, HELD_UP_MS, 'the watcher thread held up for'],
  ]
  return disturbances.filter(([ms, least]) => ms > 0 && ms >= least).map(([ms, , words]) => `${words} ${inMs(ms)}`)
}

/** What the machine did to everybody in the whole watch, in words. */
function ofMachine({ throttledMs = 0, stealMs = 0 }: Machine): string[] {
  return [
    ...(throttledMs > 0 ? [`stopped by a CPU quota for ${inMs(throttledMs)}`] : []),
    ...(stealMs > 0 ? [`${inMs(stealMs)} taken by the hypervisor`] : []),
  ]
}

function stolenAtMost({ stealMs = 0 }: Machine): number {
  return stealMs > 0 ? stealMs + STEAL_STEP_MS : 0
}

const inMs = (ms: number): string => `${Math.round(ms)} ms`
