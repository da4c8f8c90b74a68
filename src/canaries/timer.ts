import { clearTimeout, now, setTimeout } from '../realm.ts'
import type { CanaryReport } from '../report.ts'
import { type Canary, Tally } from './canary.ts'

/** While the loop is busy: the shortest that a timer can be. */
const BUSY_PERIOD_MS = 1

/** Timers are due at whole ms: one that comes later has waited for somebody. */
const LATE_MS = 2

/**
 * A timer that wants to fire again and again while the subject runs: quickly while the loop is busy, when it fires late. While the loop
 * sleeps, where each firing costs a wake-up, its period doubles up to `maxPeriodMs`.
 */
export class TimerCanary implements Canary {
  readonly #maxPeriodMs: number
  #tally = new Tally(0)
  #periodMs = BUSY_PERIOD_MS
  #dueAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(maxPeriodMs: number) {
    this.#maxPeriodMs = maxPeriodMs
  }

  async prepare(): Promise<void> {}

  arm(atMs: number): void {
    this.#tally = new Tally(atMs)
    this.#wait(atMs, BUSY_PERIOD_MS)
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
  }

  readonly #serve = (): void => {
    const at = now()
    const waitedMs = at - this.#dueAt
    // First of all, so that a stop which hits this very callback does not end the chain.
    this.#wait(at, waitedMs >= LATE_MS ? BUSY_PERIOD_MS : Math.min(this.#maxPeriodMs, this.#periodMs * 2))
    // What waited when the subject settled has been counted.
    if (!this.#tally.isSettled) this.#tally.serve(at, waitedMs)
  }
}
