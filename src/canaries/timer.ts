import { clearTimeout, now, setTimeout } from '../realm.ts'
import type { CanaryReport } from '../report.ts'
import { type Canary, Tally } from './canary.ts'

/** A timer that wants to fire every `periodMs` while the subject runs. The meter hears of the timers phase through it. */
export class TimerCanary implements Canary {
  readonly #periodMs: number
  readonly #onServed: () => void
  #tally = new Tally(0)
  #settled = false
  #dueAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(periodMs: number, onServed: () => void) {
    this.#periodMs = periodMs
    this.#onServed = onServed
  }

  async prepare(): Promise<void> {}

  arm(atMs: number): void {
    this.#tally = new Tally(atMs)
    this.#settled = false
    this.#dueAt = atMs + this.#periodMs
    this.#timer = setTimeout(this.#serve, this.#periodMs).unref()
  }

  settle(): void {
    this.#settled = true
    this.#tally.settle()
    this.#tally.starve(now() - this.#dueAt)
  }

  disarm(): void {
    clearTimeout(this.#timer)
  }

  report(): CanaryReport {
    return this.#tally.report()
  }

  readonly #serve = (): void => {
    this.#onServed()
    const at = now()
    // After the settlement it only serves the meter: what waited then has been counted.
    if (!this.#settled) this.#tally.serve(at, at - this.#dueAt)
    this.#dueAt = at + this.#periodMs
    this.#timer!.refresh()
  }
}
