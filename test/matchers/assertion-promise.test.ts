import { expect, test } from 'vitest'
import { AssertionPromise, type Waiting } from '../../src/matchers/assertion-promise.ts'

/** As Vitest's wrapper does it, by its name; as `expect` does it, in two steps. */
const hosts = {
  __VITEST_EXTEND_ASSERTION__: (assertion: Promise<number>) => assertion.then((value) => value + 1),
  throwingMatcher: (assertion: Promise<number>) =>
    assertion
      .then((value) => value + 1)
      .catch((error) => {
        throw error
      }),
}

function follow(assertion: Promise<number>): { waiting: Waiting; promise: Promise<number> } {
  const waiting = { isAwaited: false }
  return { waiting, promise: AssertionPromise.follow(assertion, waiting) }
}

const ways: Record<string, (promise: Promise<number>) => unknown> = {
  await: async (promise) => await promise,
  'the end of an async function': async (promise) => promise,
  then: (promise) => promise.then(() => {}),
  catch: (promise) => promise.catch(() => {}),
  finally: (promise) => promise.finally(() => {}),
  'Promise.all': (promise) => Promise.all([promise]),
  'Promise.allSettled': (promise) => Promise.allSettled([promise]),
  'Promise.race': (promise) => Promise.race([promise]),
}

test.for(Object.entries(ways))('who waits by %s is seen', async ([, wait]) => {
  for (const chain of [undefined, hosts.__VITEST_EXTEND_ASSERTION__, hosts.throwingMatcher]) {
    const { waiting, promise } = follow(Promise.resolve(1))
    const handedOut = chain?.(promise) ?? promise
    expect(waiting.isAwaited).toBe(false)
    await wait(handedOut)
    expect(waiting.isAwaited).toBe(true)
  }
})

test.for(Object.entries(hosts))('what %s chains on it is not the test’s', async ([, chain]) => {
  const { waiting, promise } = follow(Promise.resolve(1))
  chain(promise)
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(waiting.isAwaited).toBe(false)
})

test('it comes to what the assertion came to', async () => {
  await expect(hosts.throwingMatcher(follow(Promise.resolve(1)).promise)).resolves.toBe(2)
  await expect(hosts.throwingMatcher(follow(Promise.reject(new Error('no'))).promise)).rejects.toThrow('no')
})

test('what is chained in our own name is not waiting', async () => {
  const { waiting, promise } = follow(Promise.resolve(1))
  ;(promise as AssertionPromise<number>).chain(() => {})
  expect(waiting.isAwaited).toBe(false)
})
