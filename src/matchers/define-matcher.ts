import { checkNames, checkObject, unexpected } from '../bad-input.ts'
import { engine } from '../engine.ts'
import { resolveWatchOptions, WATCH_OPTIONS, type WatchOptions } from '../options.ts'
import type { LoopReport } from '../report.ts'
import { scaled, settings } from '../settings.ts'
import type { LostPatience } from '../watch/lock.ts'
import { Anchor } from './anchor.ts'
import { stopAfterFor } from './budget.ts'
import { type MatcherContext, type MatcherResult, spell, withOwnMessage } from './context.ts'
import { defaultTimeout } from './default-timeout.ts'
import { isWorthAnother, judge, passed, type TimeLimit } from './judge.ts'
import { misuseMessage } from './message.ts'
import type { Question } from './question.ts'
import { nameOfRunningTest } from './running-test.ts'
import { tellScale } from './tell-scale.ts'
import { follow } from './unawaited.ts'
import { formatMs } from './units.ts'

/** Options of the matchers: those of the watch, and what to do with a verdict that is none. */
export interface MatcherOptions extends Omit<WatchOptions, 'budget' | 'floor' | 'canaries' | 'cleanUp' | 'traffic'> {
  /**
   * Fail the test when the verdict is `inconclusive`. By default such a test passes with a warning.
   *
   * @default what `configure` was told, else false
   */
  strict?: boolean
  /**
   * How often the function is watched again when the verdict is `inconclusive`, or a failure by less than half of the budget: the first
   * verdict that is neither ends it. It is called that many times more, so it should not mind.
   *
   * @default 0
   */
  rerun?: number
}

/** A matcher as `expect.extend` takes it. */
export type Matcher<Args extends unknown[], Options = MatcherOptions> = (
  this: MatcherContext,
  subject: unknown,
  ...args: [...Args, options?: Options]
) => Promise<MatcherResult>

/** The options that matchers take: the others are their own business. */
const NOT_OPTIONS: readonly string[] = ['budget', 'floor', 'canaries', 'cleanUp', 'traffic']
const OPTIONS = WATCH_OPTIONS.filter((name) => !NOT_OPTIONS.includes(name))

/**
 * Makes a matcher of a question. The matcher itself is not async: misuse throws at once, at the line that did it.
 *
 * @param name - the name that the user writes
 * @param arity - how many arguments come before the options
 * @param question - checks the arguments, which may throw a TypeError, and says what to ask
 * @param own - the options that it takes besides those of all matchers, and those that it does not
 */
export function defineMatcher<Args extends unknown[], Options = MatcherOptions>(
  name: string,
  arity: number,
  question: (...args: [...Args, options?: Options]) => Question,
  own: { takes: string[]; refuses: (keyof WatchOptions)[] } = { takes: [], refuses: [] },
): Matcher<Args, Options> {
  const known = [...OPTIONS.filter((option) => !own.refuses.includes(option)), ...own.takes, 'strict', 'rerun']
  const matcher: Matcher<Args, Options> = function (this: MatcherContext, subject, ...given) {
    const anchor = new Anchor(this.entry ?? matcher)
    const options = given[arity] as MatcherOptions | undefined
    const asked = atAnchor(anchor, () => {
      refuseMisuse(this, name, subject)
      checkOptions(options, known)
      return question(...(given.slice(0, arity + 1) as [...Args, Options?]))
    })
    tellScale(this)
    const { strict = settings().strict ?? false, rerun = 0 } = options ?? {}
    const chosen = scaledToo(forWatch(options))
    const abandoned = new AbortController()
    const signal = chosen.signal ? AbortSignal.any([chosen.signal, abandoned.signal]) : abandoned.signal
    let limit: TimeLimit = 'timeout'
    const watch = async (runsLeft: number): Promise<LoopReport> => {
      const ofTest = defaultTimeout(this)
      const own: WatchOptions = { stopAfter: stopAfterFor(0), ...asked.watch, ...chosen, signal }
      limit = own.timeout === undefined && ofTest !== undefined ? 'test' : 'timeout'
      const watched = { ...resolveWatchOptions(own, ofTest), owner: nameOfRunningTest(this) }
      const report = await engine.watch(subject as () => unknown, watched, globalThis).catch((error) => {
        if (!hasLostPatience(error)) throw error
        throw anchor.stamp(new Error(misuseMessage(this, name, asked.args, queuedFor(error.waitedMs))))
      })
      return runsLeft > 0 && isWorthAnother(asked, report, this.isNot ?? false) ? watch(runsLeft - 1) : report
    }
    const assertion = watch(rerun)
      .then((report) => judge(this, name, asked, report, strict, anchor, limit))
      .catch((error) => {
        // The test has failed already for not waiting; nobody is there to take a second error.
        if (abandoned.signal.aborted) return passed(this)
        throw anchor.addTo(error)
      })
    return follow(assertion, this, {
      abandon: () => abandoned.abort(),
      error: () => anchor.stamp(new Error(forgottenMessage(this, name))),
    })
  }
  return Object.defineProperty(matcher, 'name', { value: name })
}

/** By its name: the engine may be another copy of the package. */
const hasLostPatience = (error: Error): error is LostPatience =>
  error?.name === ('LostPatience' satisfies LostPatience['name'])

const queuedFor = (ms: number): string =>
  `The function was not called: it waited ${formatMs(ms)} for other assertions of this file, which watch one after the other, and ` +
  'the time of the test is nearly over. Raise the time limit of the test, or let fewer tests run at the same time.'

const forgottenMessage = (context: MatcherContext, name: string): string =>
  withOwnMessage(
    context,
    `\`${context.callee ?? name}\` was not awaited. It calls the function in a later turn, ` +
      `so the test must wait for it: \`${spell(context, name)}\``,
  )

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

function checkOptions(options: MatcherOptions | undefined, known: readonly string[]): void {
  if (options === undefined) return
  checkObject(options)
  checkNames(options, known)
  const { strict, rerun } = options
  if (rerun !== undefined && !(Number.isSafeInteger(rerun) && rerun >= 0)) {
    throw unexpected('the `rerun` option', 'a whole number of watches, 0 or more', rerun)
  }
  if (strict !== undefined && typeof strict !== 'boolean') throw unexpected('the `strict` option', 'a boolean', strict)
  resolveWatchOptions(forWatch(options))
}

/** The options that are the watch's, and not the matcher's own. */
function forWatch(options: MatcherOptions | undefined): WatchOptions {
  const isForWatch = ([name, value]: [string, unknown]): boolean =>
    value !== undefined && WATCH_OPTIONS.includes(name as keyof WatchOptions)
  return Object.fromEntries(Object.entries(options ?? {}).filter(isForWatch))
}

/** The options that are budgets, or limits of the same kind. */
const BUDGETS: readonly string[] = ['budget', 'floor', 'stopAfter'] satisfies (keyof WatchOptions)[]

const scaledToo = (options: WatchOptions): WatchOptions =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, value && BUDGETS.includes(name) ? scaled(value) : value]),
  )

/** Lets an error that `check` throws show the place of the assertion, and not our own code. */
function atAnchor<T>(anchor: Anchor, check: () => T): T {
  try {
    return check()
  } catch (error) {
    throw anchor.stamp(error as Error)
  }
}
