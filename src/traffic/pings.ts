import { sharedNow } from '../realm.ts'
import type { Latency } from '../report.ts'

/** Pings that are answered in any order: how long each took, as their sender sees it. */
export class Pings {
  readonly #sentAt: number[] = []
  readonly #answeredAt: (number | undefined)[] = []
  #failed = 0
  #failure: string | undefined
  readonly #startedAt = sharedNow()

  /** @returns the number of the ping, for its answer */
  send(): number {
    return this.#sentAt.push(sharedNow()) - 1
  }

  answer(ping: number): void {
    this.#answeredAt[ping] = sharedNow()
  }

  /** It will never be answered, and counts as one that waits to the end. */
  fail(why: string): void {
    this.#failed++
    this.#failure ??= why
  }

  /** What had become of them at one moment: what was answered later was still waiting. */
  tell(atMs: number): Latency {
    const sent = this.#sentAt.filter((sentAt) => sentAt <= atMs)
    const answers = sent.map((_, ping) => this.#answeredAt[ping] ?? Number.POSITIVE_INFINITY)
    const waitedMs = sent
      .map((sentAt, ping) => Math.min(answers[ping]!, atMs) - sentAt)
      .sort((one, other) => one - other)
    const answered = answers.filter((answeredAt) => answeredAt <= atMs)
    const quantile = (share: number): number => waitedMs[Math.max(0, Math.ceil(share * waitedMs.length) - 1)] ?? 0
    return {
      sent: sent.length,
      answered: answered.length,
      failed: this.#failed,
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
      waiting: Math.max(0, sent.length - answered.length - this.#failed),
      firstMs: answered.length > 0 ? Math.min(...answered) - this.#startedAt : null,
      p50Ms: quantile(0.5),
      p90Ms: quantile(0.9),
      p99Ms: quantile(0.99),
      maxMs: quantile(1),
    }
  }
}
