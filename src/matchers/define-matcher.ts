import { watchLoop } from '../index.ts'
import { checkObject, resolveWatchOptions, unexpected, type WatchOptions } from '../options.ts'
import type { LoopReport } from '../report.ts'
import { type Finding, toVerdict } from '../verdict/finding.ts'
import { Anchor } from './anchor.ts'
import { type MatcherContext, type MatcherResult, spell } from './context.ts'
import { failureMessage, misuseMessage } from './message.ts'
import { defaultSettleWithin } from './settle-within.ts'
import { follow } from './unawaited.ts'
import { formatMs } from './units.ts'

/** Options of the matchers: those of the watch, and what to do with a verdict that is none. */
export interface MatcherOptions extends Omit<WatchOptions, 'budget' | 'canaries'> {
  /**
   * Fail the test when the verdict is `inconclusive`. By default such a test passes with a warning.
   *
   * @default false
   */
  strict?: boolean
}

/** One question about a report, and the words around it. */
export interface Question {
  /** The arguments as the hint line shows them. */
  args: string
  /** What the question needs of the watch. */
  watch: WatchOptions
  /** Whether the assertion (without `.not`) holds. */
  ask(report: LoopReport): Finding
  /** Completes "Expected: …". */
  expected: string
  /** Completes "Expected: …" of the `.not` form. */
  expectedNot: string
  /** Completes "Received: …". */
  received(report: LoopReport): string
  /** How to make the assertion hold. */
  advice: readonly string[]
}

/** A matcher as `expect.extend` takes it. */
export type Matcher<Args extends unknown[]> = (
  this: MatcherContext,
  subject: unknown,
  ...args: [...Args, options?: MatcherOptions]
) => Promise<MatcherResult>

/**
 * Makes a matcher of a question. The matcher itself is not async: misuse throws at once, at the line that did it.
 *
 * @param name - the name that the user writes
 * @param arity - how many arguments come before the options
 * @param question - checks the arguments, which may throw a TypeError, and says what to ask
 */
export function defineMatcher<Args extends unknown[]>(
  name: string,
  arity: number,
  question: (...args: Args) => Question,
): Matcher<Args> {
  const matcher: Matcher<Args> = function (this: MatcherContext, subject, ...given) {
    const anchor = new Anchor(matcher)
    const options = given[arity] as MatcherOptions | undefined
    const asked = atAnchor(anchor, () => {
      refuseMisuse(this, name, subject)
      checkOptions(options)
      return question(...(given.slice(0, arity) as Args))
    })
    const { strict = false, ...watchOptions } = options ?? {}
    const abandoned = new AbortController()
    const merged: WatchOptions = { settleWithin: defaultSettleWithin(this), ...asked.watch, ...watchOptions }
    merged.signal = watchOptions.signal ? AbortSignal.any([watchOptions.signal, abandoned.signal]) : abandoned.signal
    const finished = follow(this, name, anchor, () => abandoned.abort())
    return watchLoop(subject as () => unknown, merged)
      .then((report) => judge(this, name, asked, report, strict, anchor))
      .catch((error) => {
        // The test has failed already for not waiting; nobody is there to take a second error.
        if (abandoned.signal.aborted) return passed(this)
        throw error
      })
      .finally(finished)
  }
  return Object.defineProperty(matcher, 'name', { value: name })
}

async function judge(
  context: MatcherContext,
  matcher: string,
  question: Question,
  report: LoopReport,
  strict: boolean,
  anchor: Anchor,
): Promise<MatcherResult> {
  const { isNot = false } = context
  const { outcome } = report
  const verdict = toVerdict(question.ask(report), !isNot)
  const describe = (received: string): string =>
    failureMessage(context, {
      matcher,
      args: question.args,
      expected: isNot ? question.expectedNot : question.expected,
      received,
      advice: verdict === 'fail' && !isNot ? question.advice : [],
      report,
    })
  const fail = (message: string): Error => anchor.stamp(context.toError?.(message) ?? new Error(message))

  if (outcome.kind === 'threw' || outcome.kind === 'rejected') {
    if (verdict === 'fail') addNote(outcome.thrown, fail(describe(question.received(report))))
    throw outcome.thrown
  }
  if (outcome.kind === 'pending') {
    const waited = formatMs(outcome.afterMs)
    throw fail(describe(`still pending after ${waited}; raise \`settleWithin\` if it may take longer`))
  }
  if (verdict === 'fail') throw fail(describe(question.received(report)))
  if (verdict === 'inconclusive') {
    const message = describe(
      `inconclusive: ${question.received(report)}, but the machine was too busy to tell whose time it was`,
    )
    if (strict) throw fail(message)
    await warn(context, message)
  }
  return passed(context)
}

const passed = (context: MatcherContext): MatcherResult => ({ pass: !context.isNot, message: () => '' })

function refuseMisuse(context: MatcherContext, name: string, subject: unknown): void {
  const refuse = (problem: string): never => {
    throw new TypeError(misuseMessage(context, name, '', problem))
  }
  if (context.promise === undefined) {
    throw new TypeError(
      `\`expect.${name}()\` cannot be used as an asymmetric matcher: it is asynchronous, and an asymmetric matcher must ` +
        `answer at once. Write \`${spell(context, name)}\`.`,
    )
  }
  if (context.promise !== '') {
    refuse(
      `\`.${context.promise}\` waits for a promise before the matcher can call anything. ` +
        `Pass the function itself: \`${spell(context, name)}\`.`,
    )
  }
  if (context.poll) {
    refuse(`\`expect.poll\` would call the function again and again. Write \`${spell(context, name)}\`.`)
  }
  if (typeof subject === 'function') return
  const problem = unexpected('the received value', 'a function', subject).message
  const isPromise = typeof (subject as PromiseLike<unknown> | null | undefined)?.then === 'function'
  const wayOut = isPromise
    ? ` It runs already; pass the function that makes it, \`() => …\` instead of the promise.`
    : ''
  refuse(`${problem}.${wayOut}`)
}

/** The subject's own error is what the test should show; ours goes with it, where runners print it below. */
function addNote(thrown: unknown, note: Error): void {
  if (!(typeof thrown === 'object' && thrown !== null) || 'cause' in thrown || !Object.isExtensible(thrown)) return
  Object.defineProperty(thrown, 'cause', { value: note, writable: true, configurable: true, enumerable: false })
}

async function warn(context: MatcherContext, message: string): Promise<void> {
  const testContext = context.task?.context
  if (testContext) await testContext.annotate(message, 'warning')
  else process.emitWarning(message, 'LoopCanaryWarning')
}

function checkOptions(options: MatcherOptions | undefined): void {
  if (options === undefined) return
  checkObject(options)
  const { strict, ...watchOptions } = options
  if (strict !== undefined && typeof strict !== 'boolean') throw unexpected('the `strict` option', 'a boolean', strict)
  resolveWatchOptions(watchOptions)
}

/** Lets an error that `check` throws show the place of the assertion, and not our own code. */
function atAnchor<T>(anchor: Anchor, check: () => T): T {
  try {
    return check()
  } catch (error) {
    throw anchor.stamp(error as Error)
  }
}
