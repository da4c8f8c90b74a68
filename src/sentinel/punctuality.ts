import { sharedNow } from '../realm.ts'
import type { HeldUp } from '../turns/anatomy.ts'
import { canTellCpu, type MachineReading, readMachine } from '../turns/machine.ts'

/** On a machine at rest a sleeping thread wakes up sooner. */
const LATE_MS = 5

/**
 * For a moment a thread may be neither on a CPU nor waiting for one, for a page of memory or by the hypervisor's doing. So long,
 * and its process stood still.
 */
const STOOD_STILL_MS = 50

/** Times kept for one watch. */
const KEPT = 100

/**
 * Whether this thread runs when it wants to. What holds up a thread that does nothing but sleep and wake up is the machine, and
 * what stops the process stops both threads: so the sentinel's own lateness is evidence for the watched one.
 */
export class Punctuality {
  /** The worst lateness in the watch under way, ms. */
  worstMs = 0
  /** In the watch under way. */
  heldUp: HeldUp[] = []
  readonly #clockOffset: number
  /** When it last went to sleep, or woke up. */
  #last: MachineReading | undefined
  /** For how long it wanted to sleep, ms. */
  #sleepMs = 0

  /** @param clockOffset - what to add to the watched thread's `realm.now` to get `realm.sharedNow` */
  constructor(clockOffset: number) {
    this.#clockOffset = clockOffset
  }

  /** Begins anew, with a watch. */
  start(heldUp: HeldUp[]): void {
    this.worstMs = 0
    this.heldUp = heldUp
    this.#last = undefined
  }

  /** To be called right before the thread goes to sleep for `ms`. */
  sleep(ms: number): void {
    // It may have been held up while it was at work.
    this.#take(0)
    this.#sleepMs = ms
  }

  /**
   * To be called when it wakes up.
   *
   * @returns how long it was held up, in ms
   */
  wake(): number {
    return this.#take(this.#sleepMs)
  }

  /** Run-queue delay since it went to sleep, in ms. */
  delayedMs(): number {
    return readMachine().descheduledMs - this.#last!.descheduledMs
  }

  /** Takes down how much of the time since the last reading was neither wanted sleep nor work. */
  #take(sleepMs: number): number {
    const from = this.#last
    const to = readMachine()
    this.#last = to
    if (from === undefined) return 0
    const lateMs = to.atMs - from.atMs - sleepMs
    const heldUpMs = lateMs - (to.cpuMs - from.cpuMs)
    this.worstMs = Math.max(this.worstMs, heldUpMs)
    if (heldUpMs < LATE_MS) return Math.max(0, heldUpMs)
    const stillMs = heldUpMs - (to.descheduledMs - from.descheduledMs)
    if (this.heldUp.length === KEPT) this.heldUp.sort((one, other) => other.ms - one.ms).pop()
    this.heldUp.push({
      startMs: sharedNow() - this.#clockOffset - lateMs,
      ms: heldUpMs,
      // Without a clock for its CPU time, work looks like a stop.
      suspendedMs: canTellCpu && stillMs >= STOOD_STILL_MS ? stillMs : 0,
    })
    return heldUpMs
  }
}
