/** Functions of Vitest and of `expect` that chain on what a matcher returns, before they hand it to the test. */
const OF_THE_HOST = /__VITEST_EXTEND_ASSERTION__|throwingMatcher/

/** Whether anybody has waited for an assertion. */
export interface Waiting {
  isAwaited: boolean
}

/**
 * What a matcher returns: a promise that knows whether the test has waited for it, whatever the host has chained on it in
 * between. It rests on `await` and `Promise.all` calling the `then` of a promise of another class than their own.
 */
export class AssertionPromise<T> extends Promise<T> {
  #waiting: Waiting = { isAwaited: false }

  /** @param waiting - is told when somebody waits */
  static follow<T>(promise: Promise<T>, waiting: Waiting): AssertionPromise<T> {
    const followed = new AssertionPromise<T>((resolve) => resolve(promise))
    followed.#waiting = waiting
    return followed
  }

  // biome-ignore lint/suspicious/noThenProperty: a promise has one.
  override then<Fulfilled = T, Rejected = never>(
    onFulfilled?: ((value: T) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    if (!isCalledByHost(this.then)) this.#waiting.isAwaited = true
    return this.chain(onFulfilled, onRejected)
  }

  /** As `then`, for who is not the test. */
  chain<Fulfilled = T, Rejected = never>(
    onFulfilled?: ((value: T) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    const chained = super.then(onFulfilled, onRejected) as AssertionPromise<Fulfilled | Rejected>
    chained.#waiting = this.#waiting
    return chained
  }
}

/** Whether the caller of `callee` is a host's wrapper; where `await` calls, there is no caller. */
function isCalledByHost(callee: (...args: never[]) => unknown): boolean {
  const { stackTraceLimit } = Error
  const holder: { stack?: string } = {}
  // `catch` and `finally` may be in between.
  Error.stackTraceLimit = 3
  Error.captureStackTrace(holder, callee)
  Error.stackTraceLimit = stackTraceLimit
  return OF_THE_HOST.test(holder.stack ?? '')
}
