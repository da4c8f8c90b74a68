import { now } from '../realm.ts'

/**
 * The clock that Node's timers go by: whole ms, on a zero of its own. No API shows it, but every timer tells at which of its
 * ms it was set (`_idleStart`, since Node 0.x), and each one narrows down where its ticks lie on `realm.now`.
 */
export class TimerClock {
  /** To be added to `realm.now` for the time on this clock: at least so much. */
  #offset = Number.NEGATIVE_INFINITY

  /** Takes note of a timer that was set a moment ago. */
  learn(timer: NodeJS.Timeout): void {
    const setAt = setAtTick(timer)
    if (setAt !== undefined) this.#offset = Math.max(this.#offset, setAt - now())
  }

  /** Whether a timer of `periodMs` is due for certain at `atMs` on `realm.now`. */
  isDue(timer: NodeJS.Timeout, periodMs: number, atMs: number): boolean {
    const setAt = setAtTick(timer)
    return setAt !== undefined && atMs + this.#offset >= setAt + periodMs
  }
}

/** The ms in which a timer was set, on the clock of Node's timers. */
export function setAtTick(timer: NodeJS.Timeout): number | undefined {
  return (timer as { _idleStart?: number })._idleStart
}
