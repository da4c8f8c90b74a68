import type { Anchor } from './anchor.ts'
import { type MatcherContext, spell } from './context.ts'

/** Assertions that have not finished, for hosts that cannot tell an assertion which test it belongs to. */
const unfinished = new Set<() => void>()

/**
 * Follows one assertion, so that a test that forgot to await it fails: no runner warns about that, and the assertion would
 * end in the middle of a later test.
 *
 * @param abandon - called when the test has ended without it
 * @returns a function that says that the assertion has finished
 */
export function follow(context: MatcherContext, matcher: string, anchor: Anchor, abandon: () => void): () => void {
  const accuse = (): never => {
    unfinished.delete(accuse)
    abandon()
    throw anchor.stamp(
      new Error(
        `\`${matcher}\` was not awaited. It calls the function in a later turn, so the test must wait for it: ` +
          `\`${spell(context, matcher)}\``,
      ),
    )
  }
  const testContext = context.task?.context
  if (testContext) {
    testContext.onTestFinished(() => {
      if (unfinished.has(accuse)) accuse()
    })
  }
  unfinished.add(accuse)
  return () => {
    unfinished.delete(accuse)
  }
}

/** Throws for the first assertion of the test that was not awaited. For the host entries that have only an `afterEach`. */
export function accuseUnawaited(): void {
  for (const accuse of unfinished) accuse()
}
