import { now, pollVisits } from '../realm.ts'
import type { CanaryReport } from '../report.ts'
import { type Canary, Tally } from './canary.ts'

/** Waits for one event that is there before the subject is called, and that only a visit to poll can serve. */
export abstract class OneEventCanary implements Canary {
  #tally = new Tally(0)
  #armedAt = 0
  #waiting = false

  abstract prepare(): Promise<void>

  arm(atMs: number): void {
    this.#tally = new Tally(atMs)
    this.#armedAt = atMs
    this.#waiting = true
  }

  settle(): void {
    this.#tally.settle(pollVisits())
  }

  disarm(): void {
    if (this.#waiting) this.#tally.starve(now() - this.#armedAt)
    this.#waiting = false
  }

  report(): CanaryReport {
    return this.#tally.report()
  }

  /** To be called when poll serves the event. */
  protected readonly serve = (): void => {
    this.#waiting = false
    const at = now()
    this.#tally.serve(at, at - this.#armedAt)
  }
}
