import { AsyncResource } from 'node:async_hooks'

const outside = new AsyncResource('loop-canary')
// Nothing waits for it: Jest would tell it as an open handle.
outside.emitDestroy()

/**
 * Runs a function in the async context in which the package was loaded. What is made for more than one watch, such as a thread or a
 * connection, would else keep the context of the test that happened to come first, and with it all that the test's file has loaded.
 */
export function outsideOfTests<Result>(call: () => Result): Result {
  return outside.runInAsyncScope(call)
}
