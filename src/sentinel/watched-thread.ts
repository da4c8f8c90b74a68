import { sharedNow } from '../realm.ts'
import { Moment, type SentinelData, Slot } from './protocol.ts'

/** Two who stop the same call get into each other's way: about the time of Node's own limit the sentinel leaves it alone. */
const BEFORE_LIMIT_MS = 300
const AFTER_LIMIT_MS = 3000

/** What the shared memory tells of a thread whose loop has not turned since its last sign of life. */
export class WatchedThread {
  readonly #data: SentinelData
  readonly #watch: number
  /** The number of its last sign of life before it fell silent. */
  readonly beat: number

  constructor(data: SentinelData, watch: number, beat: number) {
    this.#data = data
    this.#watch = watch
    this.beat = beat
  }

  /** Whether its loop has turned since, or nobody watches it any more. */
  get hasMovedOn(): boolean {
    const { slots } = this.#data
    return Atomics.load(slots, Slot.beat) !== this.beat || Atomics.load(slots, Slot.watch) !== this.#watch
  }

  /** The time on its `realm.now`. */
  now(): number {
    return sharedNow() - this.#data.clockOffset
  }

  /** Whether the watched function has been called and has not returned. */
  get isInCall(): boolean {
    return this.#data.moments[Moment.callEndsAt] !== 0
  }

  /** Whether Node may be about to stop the call by itself. */
  get isNearLimit(): boolean {
    const beyondMs = this.now() - this.#data.moments[Moment.callEndsAt]!
    return this.isInCall && beyondMs > -BEFORE_LIMIT_MS && beyondMs < AFTER_LIMIT_MS
  }

  /**
   * By how much its time is up, in ms; negative while it is not.
   *
   * @param ownMs - how much of its silence was its own
   */
  overdueMs(ownMs: number): number {
    const { moments } = this.#data
    const beyondTimeMs =
      ownMs < moments[Moment.lookAfter]! ? Number.NEGATIVE_INFINITY : this.now() - moments[Moment.stopAt]!
    return Math.max(ownMs - moments[Moment.stopAfter]!, beyondTimeMs)
  }
}
