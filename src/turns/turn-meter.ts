import { idleTime, now, pollMetrics, pollVisits } from '../realm.ts'
import { type MachineReading, readMachine } from './machine.ts'
import { type Mark, placeBetween } from './mark.ts'
import { ownPart } from './own-part.ts'
import type { PollEntry } from './poll-entry.ts'
import { PollGuard } from './poll-guard.ts'
import { join, type Segment, segmentOf } from './segment.ts'
import { StallList } from './stall-list.ts'

/** Shorter segments are not worth the few µs of asking the operating system about them. */
export const WORTH_ASKING_MS = 1

const NOTHING: MachineReading = { atMs: 0, descheduledMs: 0, cpuMs: 0, switches: 0 }

/**
 * Measures how long each turn keeps the loop from visiting poll.
 *
 * A turn is what a socket waits for: poll callbacks, then the check phase (immediates), then the timers phase, and only then
 * poll again. The meter makes a mark in every check phase, and at both ends of the subject; the time between two marks is of the turn in
 * progress unless libuv's count says that poll was visited in between. Then it lies before that visit when poll served nothing, and else
 * behind it, provided that there is a guard: that a mark is made right before poll as well, when the turn has done anything of length
 * by then.
 *
 * Without such a guard, as on a patrol, where it would cost too much, two turns cannot always be told apart: see `Crossing`.
 */
export class TurnMeter {
  turns = 0
  readonly stalls: StallList<Segment>
  /** Between `pause` and `goOn`. */
  pausedMs = 0
  readonly #worthAskingMs: number
  readonly #guard: PollGuard | undefined
  #mark: Mark = { atMs: 0, idleMs: 0, visits: 0, events: 0, isAtPoll: false }
  #asked: MachineReading = NOTHING
  #turn: Segment | undefined
  /** Measured up to the settlement, in a callback of poll. */
  #held: Segment | undefined
  #busySinceCheckMs = 0
  #isSettled = false

  /**
   * @param stalls - where it puts them
   * @param worthAskingMs - the operating system is asked about longer segments only, and no more often; what it says may be that far off
   * @param pollEntry - with it, the meter makes a mark there as well
   */
  constructor(
    stalls: StallList<Segment> = new StallList(),
    worthAskingMs: number = WORTH_ASKING_MS,
    pollEntry?: PollEntry,
  ) {
    this.stalls = stalls
    this.#worthAskingMs = worthAskingMs
    if (pollEntry) this.#guard = new PollGuard(pollEntry, (...mark) => this.#makeMark(...mark))
  }

  /** Begins to meter in the timers phase, right before the subject is called. */
  start(): void {
    this.#guard?.start()
    const { events, loopCount: visits } = pollMetrics()
    const idleMs = idleTime()
    this.#asked = readMachine()
    this.#mark = { atMs: this.#asked.atMs, idleMs, visits, events, isAtPoll: false }
  }

  stop(): void {
    this.#guard?.stop()
  }

  /** Ends the stall under way: what comes next in the same turn is another's. */
  cut(): void {
    this.#measure(now(), idleTime())
    this.#endTurn()
  }

  /** The call of the subject is over; what comes next is the watch's own, until `goOn`. */
  pause(): void {
    this.#measure(now(), idleTime())
  }

  goOn(): void {
    const at = now()
    const isWorthAsking = at - this.#asked.atMs >= this.#worthAskingMs
    if (isWorthAsking) this.#asked = readMachine()
    const goesOnAt = isWorthAsking ? this.#asked.atMs : at
    this.pausedMs += goesOnAt - this.#mark.atMs
    this.#mark.atMs = goesOnAt
  }

  /** When the subject settles, in whatever phase. What its turn still does counts as far as it uses the CPU. */
  atSettlement(): void {
    // Where poll was visited since the last mark, this is a callback of it: the check phase begins with a mark.
    if (pollVisits() === this.#mark.visits) this.#measure(now(), idleTime())
    else this.#hold(now(), idleTime())
    this.#isSettled = true
  }

  /**
   * In the check phase, at `atMs` on `realm.now` and `idleMs` on `realm.idleTime`.
   *
   * @returns how long the loop was busy since the last check phase, in ms
   */
  atCheck(atMs: number, idleMs: number): number {
    this.turns++
    this.#measure(atMs, idleMs)
    const busyMs = this.#busySinceCheckMs
    this.#busySinceCheckMs = 0
    if (this.#guard) {
      this.#guard.atCheck(this.#mark.atMs)
      this.#skipOwn()
    }
    return busyMs
  }

  #makeMark(atMs: number, isAtPoll: boolean, own?: () => void): void {
    this.#measure(atMs, idleTime())
    this.#mark.isAtPoll = isAtPoll
    own?.()
    this.#skipOwn()
  }

  /** The time since the last mark is the meter's own. What takes longer is something else that came in between, and the turn's. */
  #skipOwn(): void {
    const at = now()
    if (at - this.#mark.atMs < WORTH_ASKING_MS) this.#mark.atMs = at
  }

  /** In poll, which tells what it served when it is over: until then nobody knows on which side of its begin the time was. */
  #hold(at: number, idleMs: number): void {
    const from = this.#mark
    this.#held = this.#piece(at, at - from.atMs - (idleMs - from.idleMs))
    this.#mark = { ...from, atMs: this.#held.endMs, idleMs }
  }

  #measure(at: number, idleMs: number): void {
    const { events, loopCount: visits } = pollMetrics()
    const from = this.#mark
    const visited = visits !== from.visits
    const to: Mark = { atMs: at, idleMs, visits, events, isAtPoll: !visited && from.isAtPoll }
    this.#mark = to
    const busyMs = at - from.atMs - (idleMs - from.idleMs)
    if (visited && !this.#held && this.#isNothing(at, busyMs)) {
      // Most turns are like this, by the hundred thousand: nothing to ask, nothing to keep.
      this.#busySinceCheckMs += busyMs
      if (busyMs > this.stalls.longestMs) this.stalls.add(segmentOf(at, busyMs))
      return
    }
    const last = this.#piece(at, busyMs)
    const piece = this.#held ? join(this.#held, last) : last
    this.#held = undefined
    const place = placeBetween(from, to, piece.wallMs)
    to.atMs = piece.endMs
    this.#busySinceCheckMs += piece.wallMs
    if (place === 'behind' || place === 'either') {
      const crossing = { ms: piece.ms, beforeMs: this.#turn?.ms ?? 0, visitsBefore: from.visits }
      this.#endTurn()
      this.#turn = { ...piece, visits, ...(place === 'either' && { crossing }) }
    } else {
      this.#turn = this.#turn ? join(this.#turn, piece) : { ...piece, visits: from.visits }
      if (place === 'before') this.#endTurn()
    }
  }

  #isNothing(at: number, busyMs: number): boolean {
    return !this.#turn && busyMs < this.#worthAskingMs && at - this.#asked.atMs < this.#worthAskingMs
  }

  #endTurn(): void {
    if (this.#turn) this.stalls.add(this.#turn)
    this.#turn = undefined
  }

  /** The last `busyMs` up to `at`, and whose they were. It ends when the machine was asked, a moment after `at`. */
  #piece(at: number, busyMs: number): Segment {
    let isWorthAsking = busyMs >= this.#worthAskingMs
    // A reading in hand is never older than that, so that a delay from before cannot pass for this segment's.
    const before = this.#asked
    if (isWorthAsking || at - before.atMs >= this.#worthAskingMs) {
      this.#asked = readMachine()
      // The machine may have taken its time between the two: that is in the new reading, so the segment must have it too.
      isWorthAsking ||= busyMs + this.#asked.atMs - at >= this.#worthAskingMs
    }
    const end = isWorthAsking ? this.#asked.atMs : at
    const wallMs = Math.max(0, busyMs + end - at)
    return isWorthAsking ? ownPart(wallMs, before, this.#asked, this.#isSettled) : segmentOf(end, wallMs)
  }
}
