import { clearImmediate, now, setImmediate } from '../realm.ts'
import type { CanaryReport } from '../report.ts'
import { type Canary, Tally } from './canary.ts'

/**
 * An immediate in every turn, through which the meter hears of the check phase. It is unref'd, so that it runs when the
 * loop turns and never makes the loop turn: a waiting subject leaves the process asleep.
 */
export class ImmediateCanary implements Canary {
  readonly #onServed: () => number
  #tally = new Tally(0)
  #settled = false
  #armedAt = 0
  #served = false
  #immediate: NodeJS.Immediate | undefined

  /** @param onServed - called in each check phase, returns how long the loop was busy before it, in ms */
  constructor(onServed: () => number) {
    this.#onServed = onServed
  }

  async prepare(): Promise<void> {}

  arm(atMs: number): void {
    this.#tally = new Tally(atMs)
    this.#armedAt = atMs
    this.#settled = this.#served = false
    this.#immediate = setImmediate(this.#serve).unref()
  }

  settle(): void {
    this.#settled = true
    this.#tally.settle()
    if (!this.#served) this.#tally.starve(now() - this.#armedAt)
  }

  disarm(): void {
    clearImmediate(this.#immediate)
  }

  report(): CanaryReport {
    return this.#tally.report()
  }

  readonly #serve = (): void => {
    const waitedMs = this.#onServed()
    // After the settlement it only serves the meter: what waited then has been counted.
    if (!this.#settled) this.#tally.serve(this.#served ? 0 : now(), waitedMs)
    this.#served = true
    this.#immediate = setImmediate(this.#serve).unref()
  }
}
