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

  prepare(): Promise<void> {
    return this.#sentinel.ready()
  }

  arm(atMs: number): void {
    const tally = new Tally(atMs)
    this.#tally = tally
    this.#waiting = true
    this.#armedAt = atMs
    this.#sentinel.sendMessage(() => {
      this.#waiting = false
      const at = now()
      tally.serve(at, at - atMs)
    })
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
}
