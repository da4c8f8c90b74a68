import { writeLetter } from '../mailbox.ts'
import type { MatcherContext } from './context.ts'

/** An assertion that passed because nobody could tell. */
export interface Inconclusive {
  matcher: string
  /** What was observed, and why it decides nothing. One line. */
  why: string
  /** The test's full name, where the host tells it. */
  test?: string
  /** The test's file, where the host tells it. */
  file?: string
}

/**
 * Makes an inconclusive assertion heard, though its test passes: at the test, and for the count at the end of the run.
 *
 * @param message - the whole message, as a failure would have it
 */
export async function tellInconclusive(
  context: MatcherContext,
  { matcher, why }: Inconclusive,
  message: string,
): Promise<void> {
  const { task, currentTestName: test, testPath: file } = context
  context.onInconclusive?.()
  if (task) {
    if (task.meta) {
      task.meta.loopCanary ??= { inconclusive: [] }
      task.meta.loopCanary.inconclusive.push({ matcher, why })
    }
    await task.context.annotate(message, 'warning')
    return
  }
  process.emitWarning(message, 'LoopCanaryWarning')
  writeLetter('inconclusive', { matcher, why, test, file })
}
