import { AssertionError } from 'node:assert'
import type { TestContext } from 'node:test'
import * as nodeTest from 'node:test'
import { AssertionPromise } from './matchers/assertion-promise.ts'
import type {
  HttpOptions,
  KeepYieldingOptions,
  MatcherContext,
  MatcherOptions,
  NoSyncCallsOptions,
  ProgressOptions,
} from './matchers/index.ts'
import * as matchers from './matchers/index.ts'

type Entry = (...args: never[]) => unknown

/** Calls a matcher the way `expect` would, in the words of node:test. `t` is missing for the plain functions. */
function assertWith(matcher: keyof typeof matchers, entry: Entry, args: unknown[], t?: TestContext): Promise<void> {
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
    toError: (message, { expected, received }) =>
      new AssertionError({ message, operator: entry.name, actual: received, expected }),
  }
  const call = matchers[matcher] as (this: MatcherContext, ...args: unknown[]) => Promise<unknown>
  try {
    const assertion = call.apply(t ? { ...context, ...namesOf(t), task: taskOf(t) } : context, args)
    return assertion instanceof AssertionPromise ? assertion.chain(() => {}) : assertion.then(() => {})
  } catch (error) {
    return Promise.reject(error)
  }
}

const tasks = new WeakMap<TestContext, NonNullable<MatcherContext['task']>>()

/** A test as Vitest would tell of it, always the same one. */
function taskOf(t: TestContext): NonNullable<MatcherContext['task']> {
  const known = tasks.get(t)
  if (known) return known
  const task: NonNullable<MatcherContext['task']> = {
    context: {
      onTestFinished: (hook: () => void) => t.after(hook),
      annotate: async (message: string) => t.diagnostic(message),
    },
  }
  tasks.set(t, task)
  return task
}

/** Node has both from 22.6 on. */
const namesOf = ({
  fullName,
  filePath,
}: Partial<TestContext>): Pick<MatcherContext, 'currentTestName' | 'testPath'> => ({
  currentTestName: fullName,
  testPath: filePath,
})

/** Node has it from 22.14 on; the plain functions need nothing of it. */
const { assert: nodeTestAssert } = nodeTest as Partial<typeof nodeTest>

/** `toYieldToPoll` → `yieldToPoll`. */
const assertionName = (matcher: string): string => matcher.charAt(2).toLowerCase() + matcher.slice(3)

for (const matcher of Object.keys(matchers) as (keyof typeof matchers)[]) {
  const name = assertionName(matcher)
  const entry = function (this: TestContext, ...args: unknown[]): Promise<void> {
    return assertWith(matcher, entry, args, this)
  }
  Object.defineProperty(entry, 'name', { value: name })
  nodeTestAssert?.register(name, entry)
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

/**
 * Fails when the function ends within `ms` milliseconds, or keeps the loop from poll for `budget` ms or longer meanwhile. The
 * same as `t.assert.keepYieldingFor`.
 *
 * @throws AssertionError
 */
export function assertKeepYieldingFor(
  subject: () => unknown,
  ms: number,
  options?: KeepYieldingOptions,
): Promise<void> {
  return assertWith('toKeepYieldingFor', assertKeepYieldingFor, [subject, ms, options])
}

/**
 * Fails when every turn of the function ends by itself: for documenting what starves the loop. The same as
 * `t.assert.starveLoop`.
 *
 * @throws AssertionError
 */
export function assertStarveLoop(subject: () => unknown, options?: MatcherOptions): Promise<void> {
  return assertWith('toStarveLoop', assertStarveLoop, [subject, options])
}

/**
 * Fails when the function calls a blocking built-in of Node's for as long as `floor` ms. The same as
 * `t.assert.makeNoSyncCalls`.
 *
 * @throws AssertionError
 */
export function assertMakeNoSyncCalls(subject: () => unknown, options?: NoSyncCallsOptions): Promise<void> {
  return assertWith('toMakeNoSyncCalls', assertMakeNoSyncCalls, [subject, options])
}

/**
 * Fails when timers cannot fire while the function runs. The same as `t.assert.letTimersFire`.
 *
 * @throws AssertionError
 */
export function assertLetTimersFire(subject: () => unknown, options?: ProgressOptions): Promise<void> {
  return assertWith('toLetTimersFire', assertLetTimersFire, [subject, options])
}

/**
 * Fails when immediates cannot run while the function runs. The same as `t.assert.letImmediatesRun`.
 *
 * @throws AssertionError
 */
export function assertLetImmediatesRun(subject: () => unknown, options?: ProgressOptions): Promise<void> {
  return assertWith('toLetImmediatesRun', assertLetImmediatesRun, [subject, options])
}

/**
 * Fails when bytes that arrive on a connection cannot be answered while the function runs. The same as `t.assert.letSocketsProgress`.
 *
 * @throws AssertionError
 */
export function assertLetSocketsProgress(subject: () => unknown, options?: ProgressOptions): Promise<void> {
  return assertWith('toLetSocketsProgress', assertLetSocketsProgress, [subject, options])
}

/**
 * Fails when a worker's messages cannot be received while the function runs. The same as `t.assert.letWorkersDeliver`.
 *
 * @throws AssertionError
 */
export function assertLetWorkersDeliver(subject: () => unknown, options?: ProgressOptions): Promise<void> {
  return assertWith('toLetWorkersDeliver', assertLetWorkersDeliver, [subject, options])
}

/**
 * Fails when an HTTP server in this thread does not answer while the function runs. The same as `t.assert.letHttpRespond`.
 *
 * @throws AssertionError
 */
export function assertLetHttpRespond(subject: () => unknown, options?: HttpOptions): Promise<void> {
  return assertWith('toLetHttpRespond', assertLetHttpRespond, [subject, options])
}

/**
 * Fails when the loop is busy for `ratio` of the time or more. The same as `t.assert.keepLoopUtilizationUnder`.
 *
 * @throws AssertionError
 */
export function assertKeepLoopUtilizationUnder(
  subject: () => unknown,
  ratio: number,
  options?: MatcherOptions,
): Promise<void> {
  return assertWith('toKeepLoopUtilizationUnder', assertKeepLoopUtilizationUnder, [subject, ratio, options])
}

declare module 'node:test' {
  namespace test {
    /** `t.assert.…`, registered by importing `loop-canary/node-test`. */
    interface TestContextAssert {
      notBlockLoopFor(subject: () => unknown, ms: number, options?: MatcherOptions): Promise<void>
      blockLoopFor(subject: () => unknown, ms: number, options?: MatcherOptions): Promise<void>
      yieldToPoll(subject: () => unknown, options?: MatcherOptions): Promise<void>
      yieldAtLeast(subject: () => unknown, visits: number, options?: MatcherOptions): Promise<void>
      keepYieldingFor(subject: () => unknown, ms: number, options?: KeepYieldingOptions): Promise<void>
      starveLoop(subject: () => unknown, options?: MatcherOptions): Promise<void>
      letTimersFire(subject: () => unknown, options?: ProgressOptions): Promise<void>
      letImmediatesRun(subject: () => unknown, options?: ProgressOptions): Promise<void>
      letSocketsProgress(subject: () => unknown, options?: ProgressOptions): Promise<void>
      letWorkersDeliver(subject: () => unknown, options?: ProgressOptions): Promise<void>
      letHttpRespond(subject: () => unknown, options?: HttpOptions): Promise<void>
      keepLoopUtilizationUnder(subject: () => unknown, ratio: number, options?: MatcherOptions): Promise<void>
      makeNoSyncCalls(subject: () => unknown, options?: NoSyncCallsOptions): Promise<void>
    }
  }
}
