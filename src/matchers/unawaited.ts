import type { Anchor } from './anchor.ts'
import { type MatcherContext, spell } from './context.ts'
import { runningTest } from './running-test.ts'

/** What to do about each assertion that has not finished, when its test ends. */
const unfinished = new Set<() => void>()

/**
 * Follows one assertion, so that a test that forgot to await it fails: no runner warns about that, and the assertion would
 * end in the middle of a later test. Not where it can only be guessed which test that is.
 *
 * @param abandon - called when the test has ended without it
 * @returns a function that says that the assertion has finished
 */
export function follow(context: MatcherContext, matcher: string, anchor: Anchor, abandon: () => void): () => void {
  const test = runningTest(context)
  // The wrong test would be accused, or this assertion given up when another test ends.
  if (test?.isGuess) return () => {}
  const accuse = (): void => {
    unfinished.delete(accuse)
    abandon()
    // A test that ran out of time was cut off in its await.
    if (test?.hasFailed()) return
    throw anchor.stamp(
      new Error(
        `\`${context.callee ?? matcher}\` was not awaited. It calls the function in a later turn, ` +
          `so the test must wait for it: \`${spell(context, matcher)}\``,
      ),
    )
  }
  unfinished.add(accuse)
  context.task?.context.onTestFinished(() => {
    if (unfinished.has(accuse)) accuse()
  })
  return () => {
    unfinished.delete(accuse)
  }
}

/**
 * Throws for the first assertion of the test that was not awaited, and abandons them all, so that none is laid on a later
 * test. For the host entries that have only an `afterEach`.
 */
export function accuseUnawaited(): void {
  const errors: unknown[] = []
  for (const accuse of unfinished) {
    try {
      accuse()
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}
