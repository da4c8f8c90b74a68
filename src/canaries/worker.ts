import type { Sentinel } from '../sentinel/sentinel.ts'
import { OneEventCanary } from './one-event.ts'

/**
 * A message from another thread, as a worker delivers a result. It is on its way before the subject is called, so the next
 * visit to poll will serve it.
 */
export class WorkerCanary extends OneEventCanary {
  readonly #sentinel: Sentinel

  constructor(sentinel: Sentinel) {
    super()
    this.#sentinel = sentinel
  }

  async prepare(): Promise<void> {
    await this.#sentinel.ready()
    this.#sentinel.sendCanary(this.serve)
  }
}
