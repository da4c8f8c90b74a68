import type { Stall } from '../report.ts'
import type { GcMeter } from './gc-meter.ts'
import type { MachineReading } from './machine.ts'
import { isIn, type Segment, type Span } from './segment.ts'
import { WORTH_ASKING_MS } from './turn-meter.ts'

/** Time that the watch itself took from the thread. */
export interface Pause {
  /** On the watched thread's `realm.now`. */
  startMs: number
  wallMs: number
  cpuMs: number
  /** Run-queue delay in it. */
  descheduledMs: number
  /** Of `wallMs`, at its begin: what the sentinel has only concluded, from how late it heard of the pause. */
  heardLateMs?: number
}

/** A time in which the sentinel's thread should have been running, and was not. */
export interface HeldUp {
  /** On the watched thread's `realm.now`. */
  startMs: number
  ms: number
  /** The part of it in which it was not even waiting for a CPU: the process stood still. */
  suspendedMs: number
}

/** Threads were ready to run and not run, for so long together, somewhere between two moments of the watched thread's `realm.now`. */
export interface Delay extends Span {
  ms: number
}

/** What has to be known of a watch to tell whose time a stall was. */
export interface Circumstances {
  gc: GcMeter
  pauses: readonly Pause[]
  heldUp: readonly HeldUp[]
  othersDelayed: readonly Delay[]
  /** When the subject settled, on `realm.now`. From then on a segment has the thread's CPU time only, and no sleep. */
  settledAt?: number
}

/** The parts of a stall. */
export type Anatomy = Pick<
  Stall,
  | 'ms'
  | 'wallMs'
  | 'cpuMs'
  | 'asleepMs'
  | 'gcMs'
  | 'descheduledMs'
  | 'switches'
  | 'suspendedMs'
  | 'pausedMs'
  | 'sentinelHeldUpMs'
  | 'othersDescheduledMs'
>

/** What happened between two readings. */
export function pauseBetween(from: MachineReading, to: MachineReading): Pause {
  return {
    startMs: from.atMs,
    wallMs: to.atMs - from.atMs,
    cpuMs: to.cpuMs - from.cpuMs,
    descheduledMs: to.descheduledMs - from.descheduledMs,
  }
}

/** Tells whose time a segment was: the function's own, the machine's, or the watch's, which does not count at all. */
export function anatomyOf(segment: Segment, circumstances: Circumstances): Anatomy {
  const { gc, pauses, heldUp, othersDelayed, settledAt = Number.POSITIVE_INFINITY } = circumstances
  const { startMs, endMs, gaps, wallMs: grossMs } = segment
  const own = pauses.filter((pause) => isIn(segment, pause.startMs))
  const sum = (part: (pause: Pause) => number): number => own.reduce((total, pause) => total + part(pause), 0)
  const isBehind = (pause: Pause): boolean => pause.startMs >= settledAt
  // On a busy machine a look may take the thread's loop on for a bit between its parts; behind the settlement that may be the segment's end.
  const inWallMs = (pause: Pause): number =>
    isBehind(pause) ? Math.min(pause.wallMs, endMs - pause.startMs) : pause.wallMs
  const pausedMs = Math.min(grossMs, sum(inWallMs))
  const wallMs = grossMs - pausedMs
  const inStretchMs = (pause: Pause): number => (isBehind(pause) ? pause.cpuMs : pause.wallMs - pause.descheduledMs)
  const runnableMs = Math.max(0, segment.ms - sum(inStretchMs))
  const cpuMs = Math.min(runnableMs, Math.max(0, segment.cpuMs - sum((pause) => pause.cpuMs)))
  const inGapsMs = gaps.reduce((total, gap) => total + gc.within(gap.startMs, gap.endMs), 0)
  const gcMs = Math.min(wallMs, gc.within(startMs, endMs) - inGapsMs)
  // Where the machine was busy, a thread that sleeps in the collector waits for helper threads that the machine did not run.
  const helpersMs = grossMs - segment.ms >= WORTH_ASKING_MS ? Math.min(runnableMs - cpuMs, gcMs) : 0
  const inStretch = (time: Span): number =>
    gaps.reduce((total, gap) => total - overlap(time, gap), overlap(time, segment))
  const held = heldUp.map((time) => ({
    ...time,
    overlapMs: inStretch({ startMs: time.startMs, endMs: time.startMs + time.ms }),
  }))
  const suspendedMs = Math.min(
    runnableMs - cpuMs - helpersMs,
    held.reduce((total, time) => total + Math.min(time.overlapMs, time.suspendedMs), 0),
  )
  const ms = Math.min(wallMs, runnableMs - helpersMs - suspendedMs)
  return {
    ms,
    wallMs,
    cpuMs,
    asleepMs: Math.max(0, ms - cpuMs),
    gcMs,
    descheduledMs: Math.max(0, wallMs - ms - suspendedMs),
    switches: segment.switches,
    suspendedMs,
    pausedMs,
    sentinelHeldUpMs: held.reduce((total, time) => total + time.overlapMs, 0),
    othersDescheduledMs: othersDelayed.reduce((total, delay) => total + Math.min(delay.ms, inStretch(delay)), 0),
  }
}

function overlap(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.endMs, other.endMs) - Math.max(one.startMs, other.startMs))
}
