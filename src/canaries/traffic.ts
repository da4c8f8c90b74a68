import type { CanaryReport, Latency } from '../report.ts'
import type { TrafficLine } from '../traffic/client.ts'
import type { Canary } from './canary.ts'

const NOTHING_SERVED: CanaryReport = { served: 0, firstServedMs: null, longestWaitMs: 0, waiting: 0 }

/**
 * Pings from another thread, at a steady pace from the call to the settlement. The other thread measures how long each waits, so that
 * a loop that is stuck cannot hold up the clock as well.
 */
export class TrafficCanary implements Canary {
  readonly #openLine: () => Promise<TrafficLine>
  readonly #first: Canary | undefined
  #line: TrafficLine | undefined
  #told: Promise<Latency> | undefined
  #latency: Latency | undefined

  /**
   * @param openLine - opens the line, or returns one that is kept
   * @param first - the canary that is there when the subject is called: no ping can be, on its way from another thread
   */
  constructor(openLine: () => Promise<TrafficLine>, first?: Canary) {
    this.#openLine = openLine
    this.#first = first
  }

  async prepare(): Promise<void> {
    await this.#first?.prepare()
    this.#line = await this.#openLine()
  }

  arm(atMs: number): void {
    this.#told = this.#latency = undefined
    this.#first?.arm(atMs)
    this.#line!.go()
  }

  settle(): void {
    this.#first?.settle()
    this.#stop()
  }

  disarm(): void {
    this.#first?.disarm()
    this.#stop()
  }

  /** @throws when there is nobody left who could tell */
  async collect(): Promise<void> {
    this.#latency = await this.#told
  }

  report(): CanaryReport {
    const first = this.#first?.report() ?? NOTHING_SERVED
    const latency = this.#latency
    if (!latency) return first
    return {
      served: first.served + latency.answered,
      firstServedMs: first.firstServedMs ?? latency.firstMs,
      longestWaitMs: Math.max(first.longestWaitMs, latency.maxMs),
      waiting: first.waiting + latency.waiting + latency.failed,
      latency,
    }
  }

  #stop(): void {
    this.#told ??= this.#line?.stop()
    // For whom does not collect.
    this.#told?.catch(() => {})
  }
}
