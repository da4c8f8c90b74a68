import type { Leftovers } from '../leftovers.ts'
import { clearImmediate, clearTimeout, now, setImmediate, setTimeout } from '../realm.ts'
import type { LoopReport } from '../report.ts'
import { Activity } from './activity.ts'
import { VirtualClock } from './virtual-clock.ts'

/** How soon to look again at what comes in real time; and how long connections must have been silent for time to be skipped, in ms. */
const LOOK_AGAIN_MS = 1

/** Timers that are called in one turn, at most. */
const MAX_IN_ONE_PHASE = 1000

/**
 * Lets time fly for one function: whenever it has nothing to do but to wait for a timer, the clock that it sees is put on to when
 * that is due. What it does takes the time that it takes.
 */
export class VirtualTime {
  readonly #clock: VirtualClock
  readonly #leftovers: Leftovers
  readonly #activity: Activity
  readonly #endAfterMs: number
  #onEnd = (): void => {}
  #startedAt = 0
  #hasEnded = false
  #isOver = false
  #heardOfIo = 0
  #immediate: NodeJS.Immediate | undefined
  #timer: NodeJS.Timeout | undefined

  /**
   * Installs the clock.
   *
   * @param contexts - the global objects that it is for
   * @param leftovers - what follows the function
   * @param endAfterMs - the watch ends when so much of virtual time is over; infinite for never
   */
  constructor(contexts: Iterable<object>, leftovers: Leftovers, endAfterMs: number) {
    this.#clock = new VirtualClock(contexts)
    this.#leftovers = leftovers
    this.#endAfterMs = endAfterMs
    this.#activity = new Activity(() => leftovers.isFollowing)
  }

  /** To be called right before the function is. */
  start(onEnd: () => void): void {
    this.#onEnd = onEnd
    this.#startedAt = now()
    this.#activity.start()
    this.#again()
  }

  /** Puts everything back. Timers that wait never come. */
  stop(): void {
    this.#isOver = true
    clearImmediate(this.#immediate)
    clearTimeout(this.#timer)
    this.#activity.stop()
    this.#clock.uninstall()
  }

  /** Why the function's time was over before it should be, in words, where it was: the real time may be up before the virtual time is. */
  get cutShort(): string[] {
    if (this.#hasEnded || this.#endAfterMs === Number.POSITIVE_INFINITY) return []
    return ['the real time was up before the virtual time was: a longer timeout of the test allows for more']
  }

  /** @param realMs - how long it took in real time */
  report(realMs: number): Required<Pick<LoopReport, 'virtualMs' | 'yields'>> {
    return { virtualMs: realMs + this.#clock.skippedMs, yields: this.#activity.yields }
  }

  readonly #step = (): void => {
    const leftMs = this.#endAfterMs - (now() - this.#startedAt + this.#clock.skippedMs)
    if (leftMs <= 0) {
      this.#hasEnded = true
      this.#onEnd()
      return
    }
    if (this.#clock.untilNextMs > 0) {
      if (this.#leftovers.hasImmediates) {
        this.#again()
        return
      }
      const ms = Math.min(this.#clock.untilNextMs, leftMs)
      if (ms === Number.POSITIVE_INFINITY || this.#activity.isWaiting || this.#hasHeardOfIo()) {
        this.#timer = setTimeout(this.#step, LOOK_AGAIN_MS)
        return
      }
      this.#clock.skip(ms)
    }
    // Node calls in one phase what is due, also what has become so meanwhile, and works off the microtasks behind each: so it does
    // with immediates. Those that find nothing due cost nothing.
    for (let left = Math.min(this.#clock.pending, MAX_IN_ONE_PHASE); left > 0; left--) setImmediate(this.#fire)
    this.#again()
  }

  readonly #fire = (): void => {
    if (this.#isOver || this.#clock.untilNextMs > 0) return
    this.#activity.yields.timers++
    this.#leftovers.goOn(() => this.#clock.fire())
  }

  #again(): void {
    this.#immediate = setImmediate(this.#step)
  }

  /** Whether something came from connections and the like since the last time. */
  #hasHeardOfIo(): boolean {
    const { yields, hasIo } = this.#activity
    const before = this.#heardOfIo
    this.#heardOfIo = yields.io + yields.timers
    return hasIo && this.#heardOfIo !== before
  }
}
