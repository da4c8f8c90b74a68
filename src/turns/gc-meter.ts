import { PerformanceObserver } from 'node:perf_hooks'

/** One pause for garbage collection, in ms on the clock of `realm.now`. */
interface Pause {
  startMs: number
  ms: number
}

/** Pauses kept for one watch; a storm of young collections beyond that only adds to the total. */
const KEPT = 1000

/**
 * The garbage collector's pauses during a watch. Node delivers them in the check phase after they happened, so read them
 * after the last turn has ended.
 */
export class GcMeter {
  totalMs = 0
  readonly #pauses: Pause[] = []
  readonly #observer = new PerformanceObserver((list) => this.#take(list.getEntries()))

  start(): void {
    this.totalMs = 0
    this.#pauses.length = 0
    this.#observer.observe({ entryTypes: ['gc'] })
  }

  stop(): void {
    this.#take(this.#observer.takeRecords())
    this.#observer.disconnect()
  }

  /** Pause time between two moments, ms. */
  within(startMs: number, endMs: number): number {
    let sum = 0
    for (const pause of this.#pauses) {
      if (pause.startMs >= startMs && pause.startMs < endMs) sum += pause.ms
    }
    return sum
  }

  #take(entries: readonly { startTime: number; duration: number }[]): void {
    for (const { startTime, duration } of entries) {
      this.totalMs += duration
      if (this.#pauses.length < KEPT) this.#pauses.push({ startMs: startTime, ms: duration })
    }
  }
}
