import { engine } from '../engine.ts'
import { writeLetter } from '../mailbox.ts'
import type { MatcherContext } from './context.ts'
import { runningTest, titleOfRunningTest } from './running-test.ts'

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
 * Makes an inconclusive assertion heard, though its test passes: at the test, with its place, and for the count at the end of the run.
 *
 * @param message - the whole message, as a failure would have it
 * @param place - where the assertion stands
 */
export async function noteInconclusive(
  context: MatcherContext,
  { matcher, why }: Inconclusive,
  message: string,
  place: string,
): Promise<void> {
  const { task, testPath: file } = context
  const isGuess = runningTest(context)?.isGuess() ?? false
  const test = titleOfRunningTest(context)
  engine.noteInconclusive()
  const { meta } = (isGuess ? task?.file : task) ?? {}
  if (meta) {
    meta.loopCanary ??= { inconclusive: [] }
    meta.loopCanary.inconclusive.push({ matcher, why })
  }
  if (!task || isGuess) {
    const where = [place, test].filter(Boolean).join(' > ')
    process.emitWarning(where ? `${where}\n${message}` : message, 'LoopCanaryWarning')
    writeLetter('inconclusive', { matcher, why, test, file })
    return
  }
  // An annotation is shown by few reporters; what is written is shown by all, with the test's name.
  if (meta) console.warn(`loop-canary: inconclusive: ${place}: ${matcher}: ${why}`)
  await task.context.annotate(message, 'warning')
}
