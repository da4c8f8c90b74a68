import { clearTimeout, now, setTimeout } from '../realm.ts'
import type { CanaryReport } from '../report.ts'
import { TimerClock } from '../turns/timer-clock.ts'
import { type Canary, Tally } from './canary.ts'

/** While the loop is busy: the shortest that a timer can be. */
const BUSY_PERIOD_MS = 1

const clock = new TimerClock()

/**
 * A timer that wants to fire again and again while the subject runs. The meter hears of the timers phase through it, so it
 * is quick while the loop is busy; while the loop sleeps, where each firing costs a wake-up, its period doubles up to
 * `maxPeriodMs`.
 */
export class TimerCanary implements Canary {
  readonly #maxPeriodMs: number
  readonly #onServed: () => void
  #tally = new Tally(0)
  #periodMs = BUSY_PERIOD_MS
  #dueAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(maxPeriodMs: number, onServed: () => void) {
    this.#maxPeriodMs = maxPeriodMs
    this.#onServed = onServed
  }

  async prepare(): Promise<void> {}

  arm(atMs: number): void {
    this.#tally = new Tally(atMs)
    this.#wait(atMs, BUSY_PERIOD_MS)
  }

  stir(atMs: number): void {
    // One that is due is about to be served, and the meter waits for it.
    if (this.#dueAt <= atMs + BUSY_PERIOD_MS) return
    clearTimeout(this.#timer)
    this.#wait(atMs, BUSY_PERIOD_MS)
  }

  isDue(atMs: number): boolean {
    return clock.isDue(this.#timer!, this.#periodMs, atMs)
  }

  settle(): void {
    this.#tally.settle()
    this.#tally.starve(now() - this.#dueAt)
  }

  disarm(): void {
    clearTimeout(this.#timer)
  }

  report(): CanaryReport {
    return this.#tally.report()
  }

  #wait(atMs: number, periodMs: number): void {
    this.#periodMs = periodMs
    this.#dueAt = atMs + periodMs
    this.#timer = setTimeout(this.#serve, periodMs).unref()
    clock.learn(this.#timer)
  }

  readonly #serve = (): void => {
    const at = now()
    const waitedMs = at - this.#dueAt
    // First of all, so that a stop which hits this very callback does not end the chain.
    this.#wait(at, Math.min(this.#maxPeriodMs, this.#periodMs * 2))
    this.#onServed()
    // After the settlement it only serves the meter: what waited then has been counted.
    if (!this.#tally.isSettled) this.#tally.serve(at, waitedMs)
  }
}
