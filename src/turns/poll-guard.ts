import { clearTimeout, now, setTimeout } from '../realm.ts'
import type { PollEntry } from './poll-entry.ts'

/** A call back before poll costs some 15 µs: where one turn follows another, no more than so many in so many ms. */
const PERIOD_MS = 1
const MOST_IN_A_PERIOD = 8

/** Has the meter make a mark, which was due at `atMs` on `realm.now`. `own` is done behind it, and charged to nobody. */
type MakeMark = (atMs: number, isAtPoll: boolean, own?: () => void) => void

/**
 * Sees to it that the meter makes a mark right before poll.
 *
 * For that it asks to be called back there, a few times in a ms. In between it sets a timer: when the check phase has taken long, that is due in
 * the timers phase, and asks. What takes long in the timers phase itself it does not see then: Node runs the timers that were due when that
 * phase began, and no others.
 */
export class PollGuard {
  readonly #entry: PollEntry
  readonly #makeMark: MakeMark
  #periodBeganAt = 0
  #askedInPeriod = 0
  #isAwaited = false
  #timer: NodeJS.Timeout | undefined

  constructor(entry: PollEntry, makeMark: MakeMark) {
    this.#entry = entry
    this.#makeMark = makeMark
  }

  /** Called in the timers phase. */
  start(): void {
    this.#ask()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  atCheck(atMs: number): void {
    this.#isAwaited = false
    if (atMs - this.#periodBeganAt >= PERIOD_MS) {
      this.#periodBeganAt = atMs
      this.#askedInPeriod = 0
    }
    if (this.#askedInPeriod < MOST_IN_A_PERIOD) this.#ask()
    else this.#timer ??= setTimeout(this.#atTimer, PERIOD_MS).unref()
  }

  /** In the timers phase: other timers may follow. */
  readonly #atTimer = (): void => {
    this.#timer = undefined
    this.#makeMark(now(), false, () => {
      if (!this.#isAwaited) this.#ask()
    })
  }

  #ask(): void {
    this.#askedInPeriod++
    this.#isAwaited = this.#entry.call(this.#atPoll)
  }

  readonly #atPoll = (): void => this.#makeMark(now(), true)
}
