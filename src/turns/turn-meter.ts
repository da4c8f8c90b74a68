import { idleTime, now, pollMetrics } from '../realm.ts'
import type { Stall } from '../report.ts'
import type { GcMeter } from './gc-meter.ts'
import { canTellCpu, type MachineReading, readMachine } from './machine.ts'
import { StallList } from './stall-list.ts'
import { afterTimersPhase, whenTimerEnds } from './timers-phase.ts'

/** Shorter stretches are not worth the few µs of asking the operating system about them. */
const WORTH_ASKING_MS = 1

/** Poll that finds its events ready takes a few µs, which count as idle; a real sleep costs two context switches. */
const SLEPT_MS = 0.015

const TIMER_RESOLUTION_MS = 1

/** What the meter measured, on the clock of `realm.now`. */
export interface Stretch {
  startMs: number
  ms: number
  wallMs: number
  cpuMs: number
  descheduledMs: number
}

const stretchOf = (endMs: number, ms: number): Stretch => ({
  startMs: endMs - ms,
  ms,
  wallMs: ms,
  cpuMs: 0,
  descheduledMs: 0,
})

function join(first: Stretch | undefined, then: Stretch): Stretch {
  if (!first) return then
  return {
    startMs: first.startMs,
    ms: first.ms + then.ms,
    wallMs: first.wallMs + then.wallMs,
    cpuMs: first.cpuMs + then.cpuMs,
    descheduledMs: first.descheduledMs + then.descheduledMs,
  }
}

/**
 * Measures how long each turn keeps the loop from visiting poll.
 *
 * A turn is what a socket waits for: poll callbacks, then the check phase (immediates), then the timers phase, and only then
 * poll again. JavaScript has no hook at poll itself, so the meter is told of the moments around it: `atCheck` by an
 * immediate, in every turn; `atTimers` by a timer that is always overdue when the check phase took long; the end of the
 * timers phase, asked for where timers of others may run in it; and the two ends of the subject. libuv's count of its visits tells whether poll lies between two marks. Where it does, one of two things
 * filled the time:
 *
 * - the turn in progress, still in its check or timers phase: so it is when poll served no event, and when the loop had
 *   slept until a timer was due, so that the timers phase had something to do.
 * - the poll callbacks of the next turn: so it is when poll did serve events otherwise.
 *
 * Where both did, one after the other and with no mark between them, they count as one.
 */
export class TurnMeter {
  turns = 0
  /** Whether the last turn did anything but sleep until a timer was due, or turn for the meter's sake. */
  isBusy = true
  readonly stalls: StallList<Stretch> = new StallList()
  #markedAt = 0
  #timersMarkedAt = 0
  #idleAtMark = 0
  #eventsAtMark = 0
  #visitsAtMark = 0
  #timersDue = true
  /** The loop turns because of `afterTimersPhase`. */
  #isRoused = false
  #isSettled = false
  #busySinceCheckMs = 0
  #asked: MachineReading = { atMs: 0, descheduledMs: 0, cpuMs: 0 }
  #turn: Stretch | undefined

  /** Begins to meter in the timers phase, right before the subject is called. */
  start(): void {
    const { events, loopCount } = pollMetrics()
    this.#eventsAtMark = events
    this.#visitsAtMark = loopCount
    this.#idleAtMark = idleTime()
    this.#asked = readMachine()
    this.#markedAt = this.#asked.atMs
    this.#timersMarkedAt = this.#markedAt
  }

  /** The subject's call and the microtasks after it are over, and the timers phase goes on. */
  atHandBack(): void {
    this.#timersMarkedAt = now()
    this.#mark(this.#timersMarkedAt, idleTime())
    this.#timersDue = false
  }

  /** In the callback of a timer, in the timers phase of the turn in progress. */
  atTimers(): void {
    this.#timersMarkedAt = now()
    this.#mark(this.#timersMarkedAt, idleTime())
    whenTimerEnds((anotherFollows) => {
      if (anotherFollows) this.#awaitTimersEnd()
      else this.#timersDue = false
    })
  }

  /** In the check phase, when no timer will tell of the timers phase that comes next. */
  expectTimers(atMs: number): void {
    // Timers come due at whole ms.
    if (atMs - this.#timersMarkedAt >= TIMER_RESOLUTION_MS) this.#awaitTimersEnd()
  }

  #awaitTimersEnd(): void {
    const before = now()
    afterTimersPhase(this.#atTimersEnd)
    this.#takeOut(now() - before)
  }

  /** Time that is the meter's own. */
  #takeOut(ms: number): void {
    this.#markedAt += ms
  }

  readonly #atTimersEnd = (ownMs: number): void => {
    this.#takeOut(ownMs)
    this.#timersMarkedAt = now()
    this.#mark(this.#timersMarkedAt, idleTime())
    this.#timersDue = false
    this.#isRoused = true
  }

  /** When the subject settles, in whatever phase. What its turn still does counts as far as it uses the CPU. */
  atSettlement(): void {
    // libuv counts the events of a visit when it is over. Where poll was visited since the last mark, this is a callback of it:
    // the check and the timers phase begin with marks.
    this.#mark(now(), idleTime(), true)
    this.#isSettled = true
  }

  /**
   * In the check phase, at `atMs` on `realm.now` and `idleMs` on `realm.idleTime`.
   *
   * @returns how long the loop was busy since the last check phase, in ms
   */
  atCheck(atMs: number, idleMs: number): number {
    this.turns++
    this.#mark(atMs, idleMs)
    const busyMs = this.#busySinceCheckMs
    this.#busySinceCheckMs = 0
    return busyMs
  }

  #mark(at: number, idle: number, isInPoll = false): void {
    const { events, loopCount } = pollMetrics()
    const idleMs = idle - this.#idleAtMark
    const wallMs = at - this.#markedAt - idleMs
    const visited = loopCount !== this.#visitsAtMark
    const served = isInPoll || events > this.#eventsAtMark
    const slept = idleMs > SLEPT_MS
    const isNextTurn = served && (slept || !this.#timersDue)
    this.#eventsAtMark = events
    this.#visitsAtMark = loopCount
    if (visited) {
      this.#timersDue = slept && !served
      this.isBusy = served || !(slept || this.#isRoused)
      this.#isRoused = false
    }
    if (visited && wallMs < WORTH_ASKING_MS && !this.#turn && at - this.#asked.atMs < WORTH_ASKING_MS) {
      // Most turns are like this, by the hundred thousand: nothing to ask, nothing to keep.
      this.#markedAt = at
      this.#idleAtMark = idle
      this.#busySinceCheckMs += wallMs
      if (wallMs > this.stalls.longestMs) this.stalls.add(stretchOf(at, wallMs))
      return
    }
    const stretch = this.#stretch(at, wallMs)
    this.#busySinceCheckMs += stretch.wallMs
    if (visited && isNextTurn) this.#endTurn()
    this.#turn = join(this.#turn, stretch)
    this.#markedAt = stretch.startMs + stretch.wallMs
    this.#idleAtMark = idle
    if (visited && !isNextTurn) this.#endTurn()
  }

  #endTurn(): void {
    if (this.#turn) this.stalls.add(this.#turn)
    this.#turn = undefined
  }

  /** The last `busyMs` up to `at`, and whose they were. It ends when the machine was asked, a moment after `at`. */
  #stretch(at: number, busyMs: number): Stretch {
    const isWorthAsking = busyMs >= WORTH_ASKING_MS
    // A reading in hand is never older than WORTH_ASKING_MS, so that a delay from before cannot pass for this stretch's.
    const before = this.#asked
    if (isWorthAsking || at - before.atMs >= WORTH_ASKING_MS) this.#asked = readMachine()
    const end = isWorthAsking ? this.#asked.atMs : at
    const wallMs = Math.max(0, busyMs + end - at)
    if (!isWorthAsking) return stretchOf(end, wallMs)
    const cpuMs = Math.min(wallMs, this.#asked.cpuMs - before.cpuMs)
    const delayMs = this.#asked.descheduledMs - before.descheduledMs
    // Time on the CPU is the subject's whatever else is said. This also keeps the wait to be scheduled after an idle poll,
    // which is in both the idle time and the run-queue delay, from being taken out twice.
    const undisturbedMs = wallMs - Math.min(delayMs, wallMs - cpuMs)
    const ms = this.#isOnlyCpu(undisturbedMs - cpuMs) ? cpuMs : undisturbedMs
    return { startMs: end - wallMs, ms, wallMs, cpuMs, descheduledMs: wallMs - ms }
  }

  /**
   * Whether time neither on the CPU nor ready for it is nobody's. A moment of it is interrupts and what the hypervisor took.
   * After the settlement it is the loop itself, behind a lock.
   */
  #isOnlyCpu(asleepMs: number): boolean {
    return canTellCpu && (this.#isSettled || asleepMs < WORTH_ASKING_MS)
  }
}

/** Puts what the meter measured into the report's form; what the sentinel and the ledger know is filled in by them. */
export function toStall(stretch: Stretch | undefined, launchedAt: number, returnedAt: number, gc: GcMeter): Stall {
  const { startMs, wallMs, cpuMs, ...own } = stretch ?? stretchOf(launchedAt, 0)
  const gcMs = Math.min(wallMs, gc.within(startMs, startMs + wallMs))
  // Where the machine was busy, a thread that sleeps in the collector waits for helper threads that the machine did not run.
  const helpersMs = own.descheduledMs >= WORTH_ASKING_MS ? Math.min(Math.max(0, own.ms - cpuMs), gcMs) : 0
  // The call itself is the one piece of a turn whose end is known.
  const syncMs = Math.min(returnedAt, startMs + wallMs) - startMs
  return {
    startMs: Math.max(0, startMs - launchedAt),
    ms: own.ms - helpersMs,
    wallMs,
    cpuMs,
    gcMs,
    descheduledMs: own.descheduledMs + helpersMs,
    kind: wallMs > 0 && syncMs > wallMs / 2 ? 'sync' : 'unknown',
    sites: [],
    stopped: false,
  }
}
