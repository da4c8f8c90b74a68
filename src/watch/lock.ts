/** First come, first served: one watch at a time in a thread, so that concurrent tests are not blamed for each other. */
export class Lock {
  /** Holders that wait for their turn. */
  waiting = 0
  #last: Promise<void> = Promise.resolve()

  /**
   * Waits for its turn.
   *
   * @returns a function that lets the next one in
   * @throws the signal's reason when the signal aborts first
   */
  async take(signal: AbortSignal | undefined): Promise<() => void> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    this.waiting++
    try {
      await (signal ? abortable(before, signal) : before)
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

function abortable(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    wait.then(resolve).finally(() => signal.removeEventListener('abort', abort))
  })
}
