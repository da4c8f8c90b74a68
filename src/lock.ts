/**
 * First come, first served: one watch at a time in a thread, so that concurrent tests are not blamed for each other.
 *
 * @returns a function that lets the next one in, once it is this caller's turn.
 */
export type Lock = () => Promise<() => void>

export function createLock(): Lock {
  let last: Promise<void> = Promise.resolve()
  return async () => {
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    await before
    return resolve
  }
}
