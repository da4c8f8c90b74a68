import { idleTime, now, pollMetrics } from '../realm.ts'
import { canTellCpu, type MachineReading, readMachine } from './machine.ts'
import { StallList } from './stall-list.ts'
import { afterTimersPhase, whenTimerEnds } from './timers-phase.ts'

/** Shorter stretches are not worth the few µs of asking the operating system about them. */
export const WORTH_ASKING_MS = 1

/** Poll that finds its events ready takes a few µs, which count as idle; a real sleep costs two context switches. */
const SLEPT_MS = 0.015

const TIMER_RESOLUTION_MS = 1

/** A time on the clock of `realm.now`. */
export interface Span {
  startMs: number
  endMs: number
}

/** What the meter measured, on the clock of `realm.now`. */
export interface Stretch {
  startMs: number
  endMs: number
  /** What lies between its begin and its end and is not of it: time in which the loop was idle, or the watch had its own to do. */
  gaps: readonly Span[]
  ms: number
  wallMs: number
  cpuMs: number
  descheduledMs: number
  /** See `MachineReading.switches`. */
  switches: number
  /** libuv's count of visits to poll when it began; 0 for stretches too short to matter. */
  visits: number
  /**
   * libuv's count before a visit to poll that may have come in between, where the meter has no mark that tells. Only without a timer
   * that marks the timers phase.
   */
  crossedAt?: number
}

/** A stretch too short to be asked about. */
export const stretchOf = (endMs: number, ms: number): Stretch => ({
  startMs: endMs - ms,
  endMs,
  gaps: [],
  ms,
  wallMs: ms,
  // What it is of a moment at most; a thread asleep for longer shows in longer stretches.
  cpuMs: canTellCpu ? ms : 0,
  descheduledMs: 0,
  switches: 0,
  visits: 0,
})

/** Whether a moment is one of the stretch's. */
export const isIn = ({ startMs, endMs, gaps }: Stretch, atMs: number): boolean =>
  atMs >= startMs && atMs <= endMs && !gaps.some((gap) => atMs > gap.startMs && atMs < gap.endMs)

function join(first: Stretch | undefined, then: Stretch): Stretch {
  if (!first) return then
  const isGap = then.startMs > first.endMs
  return {
    startMs: first.startMs,
    endMs: then.endMs,
    gaps: isGap ? [...first.gaps, { startMs: first.endMs, endMs: then.startMs }] : first.gaps,
    ms: first.ms + then.ms,
    wallMs: first.wallMs + then.wallMs,
    cpuMs: first.cpuMs + then.cpuMs,
    descheduledMs: first.descheduledMs + then.descheduledMs,
    switches: first.switches + then.switches,
    visits: first.visits,
    crossedAt: first.crossedAt ?? then.crossedAt,
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
  readonly stalls: StallList<Stretch>
  readonly #worthAskingMs: number
  /** Between `pause` and `goOn`. */
  pausedMs = 0
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
  #asked: MachineReading = { atMs: 0, descheduledMs: 0, cpuMs: 0, switches: 0 }
  #turn: Stretch | undefined

  /**
   * @param stalls - where it puts them
   * @param worthAskingMs - the operating system is asked about longer stretches only, and no more often; what it says may be that far off
   */
  constructor(stalls: StallList<Stretch> = new StallList(), worthAskingMs: number = WORTH_ASKING_MS) {
    this.stalls = stalls
    this.#worthAskingMs = worthAskingMs
  }

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

  /** Ends the stall under way: what comes next in the same turn is another's. */
  cut(): void {
    this.#mark(now(), idleTime())
    this.#endTurn()
  }

  /** The call of the subject is over; what comes next is the watch's own, until `goOn`. */
  pause(): void {
    this.#mark(now(), idleTime())
  }

  goOn(): void {
    const at = now()
    this.pausedMs += at - this.#markedAt
    const isWorthAsking = at - this.#asked.atMs >= this.#worthAskingMs
    if (isWorthAsking) this.#asked = readMachine()
    this.#markedAt = isWorthAsking ? this.#asked.atMs : at
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
  expectTimers(): void {
    // Timers come due at whole ms. Asked last of all: the machine may have taken its time since the check phase began.
    if (now() - this.#timersMarkedAt >= TIMER_RESOLUTION_MS) this.#awaitTimersEnd()
  }

  #awaitTimersEnd(): void {
    const before = now()
    afterTimersPhase(this.#atTimersEnd)
    this.#takeOut(now() - before)
  }

  /** Time that is the meter's own. What takes longer is something else that came in between, and the turn's like all the rest. */
  #takeOut(ms: number): void {
    if (ms < WORTH_ASKING_MS) this.#markedAt += ms
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
    const visits = this.#visitsAtMark
    const isNextTurn = served && (slept || !this.#timersDue)
    this.#eventsAtMark = events
    this.#visitsAtMark = loopCount
    if (visited) {
      this.#timersDue = slept && !served
      this.isBusy = served || !(slept || this.#isRoused)
      this.#isRoused = false
    }
    if (visited && wallMs < this.#worthAskingMs && !this.#turn && at - this.#asked.atMs < this.#worthAskingMs) {
      // Most turns are like this, by the hundred thousand: nothing to ask, nothing to keep.
      this.#markedAt = at
      this.#idleAtMark = idle
      this.#busySinceCheckMs += wallMs
      if (wallMs > this.stalls.longestMs) this.stalls.add(stretchOf(at, wallMs))
      return
    }
    const stretch: Stretch = {
      ...this.#stretch(at, wallMs),
      visits: visited && isNextTurn ? loopCount : visits,
      ...(visited && served && { crossedAt: visits }),
    }
    this.#busySinceCheckMs += stretch.wallMs
    if (visited && isNextTurn) this.#endTurn()
    this.#turn = join(this.#turn, stretch)
    this.#markedAt = stretch.endMs
    this.#idleAtMark = idle
    if (visited && !isNextTurn) this.#endTurn()
  }

  #endTurn(): void {
    if (this.#turn) this.stalls.add(this.#turn)
    this.#turn = undefined
  }

  /** The last `busyMs` up to `at`, and whose they were. It ends when the machine was asked, a moment after `at`. */
  #stretch(at: number, busyMs: number): Stretch {
    let isWorthAsking = busyMs >= this.#worthAskingMs
    // A reading in hand is never older than that, so that a delay from before cannot pass for this stretch's.
    const before = this.#asked
    if (isWorthAsking || at - before.atMs >= this.#worthAskingMs) {
      this.#asked = readMachine()
      // The machine may have taken its time between the two: that is in the new reading, so the stretch must have it too.
      isWorthAsking ||= busyMs + this.#asked.atMs - at >= this.#worthAskingMs
    }
    const end = isWorthAsking ? this.#asked.atMs : at
    const wallMs = Math.max(0, busyMs + end - at)
    if (!isWorthAsking) return stretchOf(end, wallMs)
    const cpuMs = Math.min(wallMs, this.#asked.cpuMs - before.cpuMs)
    const delayMs = this.#asked.descheduledMs - before.descheduledMs
    // Time on the CPU is the subject's whatever else is said. This also keeps the wait to be scheduled after an idle poll,
    // which is in both the idle time and the run-queue delay, from being taken out twice.
    const undisturbedMs = wallMs - Math.min(delayMs, wallMs - cpuMs)
    const ms = this.#isOnlyCpu(undisturbedMs - cpuMs) ? cpuMs : undisturbedMs
    return {
      ...stretchOf(end, wallMs),
      ms,
      cpuMs,
      descheduledMs: wallMs - ms,
      switches: this.#asked.switches - before.switches,
    }
  }

  /**
   * Whether time neither on the CPU nor ready for it is nobody's. A moment of it is interrupts and what the hypervisor took.
   * After the settlement it is the loop itself, behind a lock.
   */
  #isOnlyCpu(asleepMs: number): boolean {
    return canTellCpu && (this.#isSettled || asleepMs < WORTH_ASKING_MS)
  }
}
