import { AssertionError } from 'node:assert'
import { assert, type TestContext } from 'node:test'
import type { MatcherContext, MatcherOptions } from './matchers/index.ts'
import * as matchers from './matchers/index.ts'

type Entry = (...args: never[]) => unknown

/** Calls a matcher the way `expect` would, in the words of node:test. `t` is missing for the plain functions. */
async function assertWith(
  matcher: keyof typeof matchers,
  entry: Entry,
  args: unknown[],
  t?: TestContext,
): Promise<void> {
  const plain = (text: string): string => text
  const callee = t ? `t.assert.${entry.name}` : entry.name
  const context: MatcherContext = {
    promise: '',
    utils: {
      matcherHint: (_name, subject = '', expected = '') =>
        `${callee}(${[subject, expected].filter(Boolean).join(', ')})`,
      EXPECTED_COLOR: plain,
      RECEIVED_COLOR: plain,
      DIM_COLOR: plain,
    },
    callee,
    entry,
    toError: (message) => new AssertionError({ message, operator: entry.name }),
  }
  const task = t && {
    context: {
      onTestFinished: (hook: () => void) => t.after(hook),
      annotate: async (message: string) => t.diagnostic(message),
    },
  }
  const call = matchers[matcher] as (this: MatcherContext, ...args: unknown[]) => Promise<unknown>
  await call.apply(task ? { ...context, task } : context, args)
}

/** `toYieldToPoll` → `yieldToPoll`. */
const assertionName = (matcher: string): string => matcher.charAt(2).toLowerCase() + matcher.slice(3)

for (const matcher of Object.keys(matchers) as (keyof typeof matchers)[]) {
  const name = assertionName(matcher)
  const entry = function (this: TestContext, ...args: unknown[]): Promise<void> {
    return assertWith(matcher, entry, args, this)
  }
  Object.defineProperty(entry, 'name', { value: name })
  assert.register(name, entry)
}

/**
 * Fails when some turn of the function keeps the loop from visiting poll for `ms` milliseconds or longer.
 * The same as `t.assert.notBlockLoopFor`, for where no test context is at hand.
 *
 * @throws AssertionError
 * @example
 * ```ts
 * await assertNotBlockLoopFor(() => importCsv(bigFile), 50)
 * ```
 */
export function assertNotBlockLoopFor(subject: () => unknown, ms: number, options?: MatcherOptions): Promise<void> {
  return assertWith('toNotBlockLoopFor', assertNotBlockLoopFor, [subject, ms, options])
}

/**
 * Fails when no turn of the function keeps the loop from visiting poll for `ms` milliseconds or longer: for documenting
 * code that blocks. The same as `t.assert.blockLoopFor`.
 *
 * @throws AssertionError
 */
export function assertBlockLoopFor(subject: () => unknown, ms: number, options?: MatcherOptions): Promise<void> {
  return assertWith('toBlockLoopFor', assertBlockLoopFor, [subject, ms, options])
}

/**
 * Fails when the loop cannot visit poll before the function settles. No clock is involved. The same as
 * `t.assert.yieldToPoll`.
 *
 * @throws AssertionError
 */
export function assertYieldToPoll(subject: () => unknown, options?: MatcherOptions): Promise<void> {
  return assertWith('toYieldToPoll', assertYieldToPoll, [subject, options])
}

/**
 * Fails when the loop visits poll fewer than `visits` times before the function settles. No clock is involved. The same as
 * `t.assert.yieldAtLeast`.
 *
 * @throws AssertionError
 */
export function assertYieldAtLeast(subject: () => unknown, visits: number, options?: MatcherOptions): Promise<void> {
  return assertWith('toYieldAtLeast', assertYieldAtLeast, [subject, visits, options])
}

declare module 'node:test' {
  namespace test {
    /** `t.assert.…`, registered by importing `loop-canary/node-test`. */
    interface TestContextAssert {
      notBlockLoopFor(subject: () => unknown, ms: number, options?: MatcherOptions): Promise<void>
      blockLoopFor(subject: () => unknown, ms: number, options?: MatcherOptions): Promise<void>
      yieldToPoll(subject: () => unknown, options?: MatcherOptions): Promise<void>
      yieldAtLeast(subject: () => unknown, visits: number, options?: MatcherOptions): Promise<void>
    }
  }
}
