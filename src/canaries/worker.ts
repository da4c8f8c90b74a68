import { now, pollVisits, sharedNow } from '../realm.ts'
import type { CanaryReport } from '../report.ts'
import type { Sentinel } from '../sentinel/sentinel.ts'
import { type Canary, Tally } from './canary.ts'

/** A message that another thread sends while the subject runs, as a worker delivers a result. */
export class WorkerCanary implements Canary {
  readonly #sentinel: Sentinel
  #tally = new Tally(0)

  constructor(sentinel: Sentinel) {
    this.#sentinel = sentinel
  }

  prepare(): Promise<void> {
    return this.#sentinel.ready()
  }

  arm(atMs: number): void {
    const tally = new Tally(atMs)
    this.#tally = tally
    // The sentinel sends it when it wakes up, which is when the wait begins; it may be late on a busy machine.
    this.#sentinel.sendMessage((sentAt) => tally.serve(now(), sharedNow() - sentAt))
  }

  settle(): void {
    this.#tally.settle(pollVisits())
  }

  disarm(): void {}

  report(): CanaryReport {
    return this.#tally.report()
  }
}
