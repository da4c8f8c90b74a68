import { clearTimeout, now, setTimeout } from '../realm.ts'
import type { Guard, Place } from './mark.ts'
import { beforePoll } from './poll-entry.ts'

/** A call back before poll costs some 50 µs: where one turn follows another, no more than so many in so many ms. */
const PERIOD_MS = 1
const MOST_IN_A_PERIOD = 3

/** Poll that finds its events ready takes a few µs, which count as idle; a real sleep costs two context switches. */
const SLEPT_MS = 0.015

/** A turn in which less was done has nothing behind it that would have to be guarded. */
const CALM_MS = 0.3

/** Has the meter make a mark, which was due at `atMs` on `realm.now`. `own` is done behind it, and charged to nobody. */
type MakeMark = (atMs: number, guard: Guard, own?: () => void) => void

/** What the meter knows in a check phase of the turn that has come to it. */
interface TurnSoFar {
  atMs: number
  /** For how long the loop was idle since the last mark. */
  idleMs: number
  place: Place
  busyMs: number
}

/**
 * Sees to it that the meter makes a mark right before poll, where the turn has done anything of length by then.
 *
 * For that it asks to be called back before poll, a few times in a ms. In between it sets a timer: when the check phase has taken
 * long, that is due in the timers phase, and asks. A loop that slept and then did nothing is left to sleep on.
 */
export class PollGuard {
  readonly #makeMark: MakeMark
  #periodBeganAt = 0
  #askedInPeriod = 0
  /** The call back before poll, in the turn in progress. */
  #call: 'not asked for' | 'awaited' | 'came' = 'not asked for'
  #isCalm = false
  #timer: NodeJS.Timeout | undefined

  constructor(makeMark: MakeMark) {
    this.#makeMark = makeMark
  }

  /** Called in the timers phase. */
  start(): void {
    this.#ask(now())
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** @returns what the mark of this check phase is worth */
  atCheck({ atMs, idleMs, place, busyMs }: TurnSoFar): Guard {
    const slept = idleMs > SLEPT_MS
    this.#isCalm = busyMs < CALM_MS && (slept || (this.#call === 'came' && this.#isCalm))
    this.#call = 'not asked for'
    // A loop that slept, and then had nothing to serve, was woken for a timer.
    const isTimerDue = slept && place === 'before'
    const mostInPeriod = this.#isCalm ? 1 : MOST_IN_A_PERIOD
    const isNewPeriod = atMs - this.#periodBeganAt >= PERIOD_MS
    if (isTimerDue || isNewPeriod || this.#askedInPeriod < mostInPeriod) {
      this.#ask(atMs)
      return 'none'
    }
    if (this.#isCalm) return 'if undisturbed'
    this.#timer ??= setTimeout(this.#atTimer, PERIOD_MS).unref()
    return 'full'
  }

  /** In the timers phase: other timers may follow. */
  readonly #atTimer = (): void => {
    this.#timer = undefined
    const atMs = now()
    this.#makeMark(atMs, 'none', () => {
      if (this.#call !== 'awaited') this.#ask(atMs)
    })
  }

  /** It is the mark of the call back that is on guard, so that nobody is where none comes. */
  #ask(atMs: number): void {
    if (atMs - this.#periodBeganAt >= PERIOD_MS) {
      this.#periodBeganAt = atMs
      this.#askedInPeriod = 0
    }
    this.#askedInPeriod++
    if (beforePoll(this.#beforePoll)) this.#call = 'awaited'
  }

  readonly #beforePoll = (ownMs: number): void => {
    this.#call = 'came'
    this.#makeMark(now() - ownMs, 'full')
  }
}
