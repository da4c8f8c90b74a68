import { clearImmediate, idleTime, now, setImmediate } from '../realm.ts'
import type { CanaryReport } from '../report.ts'
import { type Canary, Tally } from './canary.ts'

const WORTH_TELLING_MS = 1

/** Called in each check phase with the time and the loop's idle time, returns how long the loop was busy before it; all in ms. */
export type CheckPhaseListener = (atMs: number, idleMs: number) => number

/**
 * An immediate in every turn, through which the meter hears of the check phase. It is unref'd, so that it runs when the
 * loop turns and never makes the loop turn: a waiting subject leaves the process asleep.
 */
export class ImmediateCanary implements Canary {
  readonly #onServed: CheckPhaseListener
  #tally = new Tally(0)
  #readyAt = 0
  #idleAtReady = 0
  #immediate: NodeJS.Immediate | undefined

  constructor(onServed: CheckPhaseListener) {
    this.#onServed = onServed
  }

  async prepare(): Promise<void> {}

  arm(atMs: number): void {
    this.#tally = new Tally(atMs)
    this.#ready(atMs, idleTime())
    this.#immediate = setImmediate(this.#serve).unref()
  }

  settle(): void {
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
  #ready(atMs: number, idleMs: number): void {
    this.#readyAt = atMs
    this.#idleAtReady = idleMs
  }

  readonly #serve = (): void => {
    // First of all, so that a stop which hits this very callback does not end the chain.
    this.#immediate = setImmediate(this.#serve).unref()
    const atMs = now()
    const idleMs = idleTime()
    const waitedMs = this.#onServed(atMs, idleMs)
    // After the settlement it only serves the meter: what waited then has been counted.
    if (!this.#tally.isSettled) this.#tally.serve(atMs, waitedMs)
    this.#ready(atMs, idleMs)
  }
}
