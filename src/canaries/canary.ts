import { pollVisits } from '../realm.ts'
import type { CanaryReport } from '../report.ts'

/**
 * Something that wants to be served while the subject runs.
 *
 * A canary never keeps the process alive, and is quiet between watches. All times are on the clock of `realm.now`.
 */
export interface Canary {
  /** Makes everything ready that takes time, once a watch, before the launch. */
  prepare(): Promise<void>
  /** Begins to wait. Called in the timers phase right before the subject. */
  arm(atMs: number): void
  /** The subject has settled: what is not served by the end of the poll visit under way was still waiting. */
  settle(): void
  /** Stops. Called after the turn of the settlement has ended, and on every path that ends a watch. */
  disarm(): void
  /**
   * Called behind `disarm`, where what became of it has to be asked of another thread.
   *
   * @throws when that cannot tell
   */
  collect?(): Promise<void>
  /** What became of it in the last watch. */
  report(): CanaryReport
}

/** The tally that every canary keeps. */
export class Tally {
  readonly #armedAt: number
  #settledVisit: number | undefined
  #served = 0
  #firstAt: number | undefined
  #longestWaitMs = 0
  #waiting = 0

  constructor(armedAtMs: number) {
    this.#armedAt = armedAtMs
  }

  /**
   * From here on a service is too late, except within `visit`: callbacks of one visit to poll come one after the other, and
   * an earlier one may have settled the subject.
   */
  settle(visit = -1): void {
    this.#settledVisit = visit
  }

  get isSettled(): boolean {
    return this.#settledVisit !== undefined
  }

  serve(atMs: number, waitedMs: number): void {
    if (this.#settledVisit !== undefined && pollVisits() > this.#settledVisit) {
      this.starve(waitedMs)
      return
    }
    this.#served++
    this.#firstAt ??= atMs
    this.#waited(waitedMs)
  }

  /** It waited that long, and was not served before the subject settled. */
  starve(waitedMs: number): void {
    if (waitedMs <= 0) return
    this.#waiting = 1
    this.#waited(waitedMs)
  }

  report(): CanaryReport {
    return {
      served: this.#served,
      firstServedMs: this.#firstAt === undefined ? null : this.#firstAt - this.#armedAt,
      longestWaitMs: this.#longestWaitMs,
      waiting: this.#waiting,
    }
  }

  #waited(ms: number): void {
    if (ms > this.#longestWaitMs) this.#longestWaitMs = ms
  }
}
