import type { Noise, Stall } from '../report.ts'

/** How long the subject itself stalled the loop, as far as the evidence goes. In ms. */
export interface OwnTime {
  /** Its own on every reading of the evidence. */
  atLeast: number
  /** Its own on the reading that is worst for it. */
  atMost: number
  /** Why the two differ, in words; none when they do not. */
  doubts: string[]
}

/** A quiet machine lets a ready thread run at once, and wakes a sleeping one within a few ms. */
const DESCHEDULED_MS = 1
const HELD_UP_MS = 5

/** The steps in which Linux counts stolen time; the last one may not be full yet. */
const STEAL_STEP_MS = 10

/** How long the subject itself stalled the loop in the stall, and what speaks against more or less. */
export function ownTime(stall: Stall, noise: Noise): OwnTime {
  // It did not end by itself, and nobody would have waited for it.
  if (stall.stopped) return certain(Number.POSITIVE_INFINITY)
  switch (noise.source) {
    case 'schedstat':
      return fromSchedstat(stall, noise)
    case 'thread-cpu':
      return fromThreadCpu(stall)
    case 'none':
      // Nothing can tell the machine's time from the subject's.
      return certain(stall.wallMs - stall.suspendedMs)
  }
}

const certain = (ms: number): OwnTime => ({ atLeast: ms, atMost: ms, doubts: [] })

/** Time on the CPU is the subject's whatever else is said; time asleep is, unless the machine had a hand in it. */
function fromSchedstat(stall: Stall, noise: Noise): OwnTime {
  const { ms, asleepMs, gcMs, descheduledMs } = stall
  // Behind a lock whose owner the machine did not run, or stopped for longer than the sentinel can tell.
  const isDisturbed = ofStall(stall).length > 0
  const waitingForHelpersMs = Math.min(asleepMs, gcMs)
  const waitingForOthersMs = asleepForOthers(stall, noise)
  const otherwiseAsleepMs = asleepMs - asleepAsAsked(stall)
  const doubtfulMs = isDisturbed
    ? otherwiseAsleepMs
    : Math.min(otherwiseAsleepMs, stolenAtMost(noise) + waitingForHelpersMs + waitingForOthersMs)
  const atLeast = ms - doubtfulMs
  // A sleep has a deadline of its own, which no delay inside it prolongs: taking the delay out can be too much.
  const isSleep = asleepMs > stall.cpuMs
  const atMost = isSleep ? ms + descheduledMs : ms
  if (atMost <= atLeast) return certain(ms)
  const doubts = [
    ...ofStall(stall),
    ...ofCollector(waitingForHelpersMs),
    ...ofOthers(waitingForOthersMs),
    ...ofMachine(noise),
  ]
  return { atLeast, atMost, doubts }
}

/** A wait that ended by its own timeout would have lasted as long on any machine, in ms. */
function asleepAsAsked({ asleepMs, sites }: Stall): number {
  const askedMs = sites.reduce((sum, { call }) => sum + (call?.waitMs ?? 0), 0)
  return Math.min(asleepMs, askedMs)
}

/**
 * How long a thread may have slept behind a lock of another one that the machine did not run, in ms: in none of the calls that are known
 * to block, while somebody on the machine waited for a CPU.
 */
function asleepForOthers({ ms, asleepMs, sites }: Stall, { pressureMs = 0 }: Noise): number {
  if (pressureMs < HELD_UP_MS) return 0
  const calledMs = sites.reduce((sum, { call, share }) => sum + (call ? share * ms : 0), 0)
  return Math.max(0, Math.min(asleepMs - calledMs, pressureMs))
}

const ofOthers = (ms: number): string[] =>
  ms >= 1 ? [`asleep for ${told(ms)} in nothing that is known to block, while others waited for a CPU`] : []

/** In a collection the thread sleeps when it waits for V8's other threads, which the machine may not run. */
const ofCollector = (ms: number): string[] => (ms >= 1 ? [`asleep in garbage collection for ${told(ms)}`] : [])

/** A blocking sleep and a thread that the machine does not run look alike. */
function fromThreadCpu(stall: Stall): OwnTime {
  const { cpuMs, wallMs, suspendedMs } = stall
  const atMost = wallMs - suspendedMs
  const doubts = [`${told(atMost - cpuMs)} off the CPU, asleep or not run: this platform does not tell which`]
  return { atLeast: Math.min(cpuMs, atMost), atMost, doubts: atMost > cpuMs ? [...doubts, ...ofStall(stall)] : [] }
}

/** What the machine did to the thread in the very stall, in words. */
function ofStall(stall: Stall): string[] {
  const { suspendedMs, descheduledMs, sentinelHeldUpMs } = stall
  const disturbances: [ms: number, least: number, words: string][] = [
    [suspendedMs, 0, 'suspended for'],
    [descheduledMs, DESCHEDULED_MS, 'ready and not run for'],
    [suspendedMs > 0 ? 0 : sentinelHeldUpMs, HELD_UP_MS, 'the watcher thread held up for'],
  ]
  return disturbances.filter(([ms, least]) => ms > 0 && ms >= least).map(([ms, , words]) => `${words} ${told(ms)}`)
}

/** What the machine did to everybody in the whole watch, in words. */
function ofMachine({ throttledMs = 0, stealMs = 0 }: Noise): string[] {
  return [
    ...(throttledMs > 0 ? [`stopped by a CPU quota for ${told(throttledMs)}`] : []),
    ...(stealMs > 0 ? [`${told(stealMs)} taken by the hypervisor`] : []),
  ]
}

function stolenAtMost({ stealMs = 0 }: Noise): number {
  return stealMs > 0 ? stealMs + STEAL_STEP_MS : 0
}

const told = (ms: number): string => `${Math.round(ms)} ms`
