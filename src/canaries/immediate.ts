import { clearImmediate, idleTime, now, setImmediate } from '../realm.ts'
import type { CanaryReport } from '../report.ts'
import { type Canary, Tally } from './canary.ts'

const WORTH_TELLING_MS = 1

/**
 * An immediate in every turn, through which the meter hears of the check phase. It is unref'd, so that it runs when the
 * loop turns and never makes the loop turn: a waiting subject leaves the process asleep.
 */
export class ImmediateCanary implements Canary {
  readonly #onServed: () => number
  #tally = new Tally(0)
  #settled = false
  #readyAt = 0
  #idleAtReady = 0
  #immediate: NodeJS.Immediate | undefined

  /** @param onServed - called in each check phase, returns how long the loop was busy before it, in ms */
  constructor(onServed: () => number) {
    this.#onServed = onServed
  }

  async prepare(): Promise<void> {}

  arm(atMs: number): void {
    this.#tally = new Tally(atMs)
    this.#ready(atMs)
    this.#settled = false
    this.#immediate = setImmediate(this.#serve).unref()
  }

  settle(): void {
    this.#settled = true
    this.#tally.settle()
    const waitedMs = now() - this.#readyAt - (idleTime() - this.#idleAtReady)
    // One that was served in this very turn is not waiting.
    if (this.#tally.report().served === 0 || waitedMs >= WORTH_TELLING_MS) this.#tally.starve(waitedMs)
  }

  disarm(): void {
    clearImmediate(this.#immediate)
  }

  report(): CanaryReport {
    return this.#tally.report()
  }

  /** Between two services it does not wait while the loop sleeps in poll. */
  #ready(atMs: number): void {
    this.#readyAt = atMs
    this.#idleAtReady = idleTime()
  }

  readonly #serve = (): void => {
    const waitedMs = this.#onServed()
    // After the settlement it only serves the meter: what waited then has been counted.
    const at = now()
    if (!this.#settled) this.#tally.serve(at, waitedMs)
    this.#ready(at)
    this.#immediate = setImmediate(this.#serve).unref()
  }
}
