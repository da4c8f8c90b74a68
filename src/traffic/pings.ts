import { sharedNow } from '../realm.ts'
import type { Latency } from '../report.ts'

interface Failure {
  why: string
  atMs: number
}

/** Pings that are answered in any order: how long each took, as their sender sees it. */
export class Pings {
  readonly #sentAt: number[] = []
  readonly #answeredAt: (number | undefined)[] = []
  readonly #failures: Failure[] = []
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
    this.#failures.push({ why, atMs: sharedNow() })
  }

  /** What had become of them at one moment: what was answered later was still waiting. */
  latencyAt(atMs: number): Omit<Latency, 'senderLateMs'> {
    const sent = this.#sentAt.filter((sentAt) => sentAt <= atMs)
    const answers = sent.map((_, ping) => this.#answeredAt[ping] ?? Number.POSITIVE_INFINITY)
    const waitedMs = sent
      .map((sentAt, ping) => Math.min(answers[ping]!, atMs) - sentAt)
      .sort((one, other) => one - other)
    const answered = answers.filter((answeredAt) => answeredAt <= atMs)
    const failures = this.#failures.filter((failure) => failure.atMs <= atMs)
    const quantile = (share: number): number => waitedMs[Math.max(0, Math.ceil(share * waitedMs.length) - 1)] ?? 0
    return {
      sent: sent.length,
      answered: answered.length,
      failed: failures.length,
      ...(failures[0] && { failure: failures[0].why }),
      waiting: sent.length - answered.length - failures.length,
      firstMs: answered.length > 0 ? Math.min(...answered) - this.#startedAt : null,
      p50Ms: quantile(0.5),
      p90Ms: quantile(0.9),
      p99Ms: quantile(0.99),
      maxMs: quantile(1),
    }
  }
}
