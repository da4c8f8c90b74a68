import { now, pollVisits } from '../realm.ts'
import type { CanaryReport } from '../report.ts'
import type { Sentinel } from '../sentinel/sentinel.ts'
import { type Canary, Tally } from './canary.ts'

/**
 * A message from another thread, as a worker delivers a result. It is on its way before the subject is called, so the next
 * visit to poll will serve it.
 */
export class WorkerCanary implements Canary {
  readonly #sentinel: Sentinel
  #tally = new Tally(0)
  #armedAt = 0
  #waiting = false

  constructor(sentinel: Sentinel) {
    this.#sentinel = sentinel
  }

  async prepare(): Promise<void> {
    await this.#sentinel.ready()
    this.#sentinel.sendMessage(this.#serve)
  }

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

  readonly #serve = (): void => {
    this.#waiting = false
    const at = now()
    this.#tally.serve(at, at - this.#armedAt)
  }
}
