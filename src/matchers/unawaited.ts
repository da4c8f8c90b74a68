import { AssertionPromise, type Waiting } from './assertion-promise.ts'
import type { MatcherContext } from './context.ts'
import { type RunningTest, runningTest, testInJestHook } from './running-test.ts'

/** What to do about each assertion that is under way, or that nobody has waited for, when its test ends. */
const open = new Map<(atTestsEnd: boolean) => void, RunningTest | undefined>()

/** Whether somebody asks for assertions outside of tests, at the end of a file. */
let asksAtTheEnd = false

/** What happens when a test has ended without waiting for an assertion. */
export interface WhenForgotten {
  /** Gives the assertion up. */
  abandon(): void
  /** What the test fails with. */
  error(): Error
}

/**
 * Follows one assertion, so that a test that forgot to await it fails: no runner warns about that, and the assertion would
 * end in the middle of a later test, or unheard. Where it can only be guessed which test that is, it fails the file.
 *
 * @returns what the matcher is to return in the place of `assertion`
 */
export function follow<T>(assertion: Promise<T>, context: MatcherContext, whenForgotten: WhenForgotten): Promise<T> {
  const test = runningTest(context)
  const errorsBefore = test?.errors() ?? 0
  const waiting: Waiting = { isAwaited: false }
  let isOver = false
  const accuse = (atTestsEnd: boolean): void => {
    open.delete(accuse)
    if (isOver && waiting.isAwaited) return
    whenForgotten.abandon()
    // A test that ran out of time was cut off in its await. At the end of the file that is all that explains why it waits still.
    const wasCutOff = atTestsEnd ? (test?.errors() ?? 0) > errorsBefore : waiting.isAwaited
    if (!wasCutOff) throw whenForgotten.error()
  }
  open.set(accuse, test)
  // Else the wrong test would be accused, or this assertion given up when another test ends.
  const isMeant = (): boolean => open.has(accuse) && !test?.isGuess()
  const release = context.task && whenTestEnds(context.task.context, () => isMeant() && accuse(true))
  const over = (): void => {
    isOver = true
    if (waiting.isAwaited || !(test || asksAtTheEnd)) open.delete(accuse)
    if (!open.has(accuse)) release?.()
  }
  return AssertionPromise.follow(assertion.finally(over), waiting)
}

type TestContext = NonNullable<MatcherContext['task']>['context']

/** Hooks of tests that are under way which nobody needs at the moment. */
const freeHooks = new WeakMap<TestContext, { call?: () => void }[]>()

/**
 * Calls back when the test ends, unless it is released before. Runners keep each hook for as long as the test goes on, so one serves many
 * assertions, one after the other.
 */
function whenTestEnds(context: TestContext, call: () => void): () => void {
  const free = freeHooks.get(context) ?? []
  freeHooks.set(context, free)
  const hook = free.pop() ?? newHook(context)
  hook.call = call
  return () => {
    hook.call = undefined
    free.push(hook)
  }
}

function newHook(context: TestContext): { call?: () => void } {
  const hook: { call?: () => void } = {}
  context.onTestFinished(() => {
    // Another try of the same test begins with none.
    freeHooks.delete(context)
    hook.call?.()
  })
  return hook
}

/** The hooks of Vitest and Jest. */
export interface Hooks {
  afterEach?(hook: () => void): void
  afterAll?(hook: () => void): void
}

/**
 * For the entries. At the end of a test it throws for the first assertion of that test that was not awaited, and abandons all of them, where
 * tests have no hooks of their own for it; at the end of the file for what is left, which was in hooks, or in a test of which it is not known
 * which one: none is laid on a test of another name.
 */
export function accuseIn({ afterEach, afterAll }: Hooks): void {
  asksAtTheEnd = afterAll !== undefined
  afterEach?.(() => {
    const running = testInJestHook()
    accuseAll(true, (test) => test?.identity === running && !test?.isGuess())
  })
  afterAll?.(() => accuseAll(false, () => true))
}

function accuseAll(atTestsEnd: boolean, isMeant: (test: RunningTest | undefined) => boolean): void {
  const errors: unknown[] = []
  for (const [accuse, test] of open) {
    if (!isMeant(test)) continue
    try {
      accuse(atTestsEnd)
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}
