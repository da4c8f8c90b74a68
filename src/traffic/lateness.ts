import { now } from '../realm.ts'
import type { Noise } from '../report.ts'
import { noiseSource, readMachine } from '../turns/machine.ts'

/**
 * How much the machine kept a sender from running since it began: what it sends goes out that much late, and what it hears seems to come
 * that much late. Where the operating system does not tell, it is what one of its timers came late at the most.
 */
export class Lateness {
  readonly #periodMs: number
  readonly #delayBeforeMs = readMachine().descheduledMs
  #dueAt: number
  #latestMs = 0

  readonly #source: Noise['source']

  /** @param periodMs - of the timer */
  constructor(periodMs: number, source: Noise['source'] = noiseSource) {
    this.#periodMs = periodMs
    this.#source = source
    this.#dueAt = now() + periodMs
  }

  /** The timer has fired. */
  tick(): void {
    const at = now()
    this.#latestMs = Math.max(this.#latestMs, at - this.#dueAt)
    this.#dueAt = at + this.#periodMs
  }

  get ms(): number {
    return this.#source === 'schedstat' ? readMachine().descheduledMs - this.#delayBeforeMs : this.#latestMs
  }
}
