import { outsideOfTests } from '../outside-of-tests.ts'
import { clearTimeout, setTimeout } from '../realm.ts'

/** First come, first served: one watch at a time in a thread, so that concurrent tests are not blamed for each other. */
export class Lock {
  /** Holders that wait for their turn. */
  waiting = 0
  #last: Promise<void> = Promise.resolve()

  /**
   * Waits for its turn.
   *
   * @param patience - the longest that it waits, in ms
   * @returns a function that lets the next one in
   * @throws the signal's reason when the signal aborts first, a `LostPatience` when its turn does not come in time
   */
  async take(signal: AbortSignal | undefined, patience: number | false = false): Promise<() => void> {
    const before = this.#last
    const { promise, resolve } = outsideOfTests(() => Promise.withResolvers<void>())
    this.#last = promise
    this.waiting++
    try {
      await untilItsTurn(before, signal, patience)
      return resolve
    } catch (reason) {
      // The place in the queue stays, and nobody holds it up.
      before.then(resolve)
      throw reason
    } finally {
      this.waiting--
    }
  }
}

/** Why a watch never began. */
export class LostPatience extends Error {
  override readonly name = 'LostPatience'
  readonly waitedMs: number

  constructor(waitedMs: number) {
    super(`waited ${Math.round(waitedMs)} ms for other watches of this thread`)
    this.waitedMs = waitedMs
  }
}

function untilItsTurn(wait: Promise<void>, signal: AbortSignal | undefined, patience: number | false): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal!.reason)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort)
    const limit = patience === false ? undefined : setTimeout(() => reject(new LostPatience(patience)), patience)
    wait.then(resolve).finally(() => {
      clearTimeout(limit)
      signal?.removeEventListener('abort', abort)
    })
  })
}
