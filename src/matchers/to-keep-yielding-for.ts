import { scaled } from '../settings.ts'
import { doubtAbout, isCloseTo } from '../verdict/blocked-for.ts'
import { isCutShort, keptYielding } from '../verdict/kept-yielding.ts'
import { formatBudget, stopAfterFor } from './budget.ts'
import { defineMatcher, type Matcher, type MatcherOptions } from './define-matcher.ts'
import { culpritFrom } from './sites.ts'
import { checkMs, describeBlock, focusOn } from './to-not-block-loop-for.ts'
import { count, formatMs } from './units.ts'

/**
 * Options of `toKeepYieldingFor`, whose first argument is the time that the other matchers call `timeout`. A function that
 * does not end is called once.
 */
export interface KeepYieldingOptions extends Omit<MatcherOptions, 'timeout' | 'warmup' | 'runs'> {
  /**
   * The shortest stall that is too long, in ms.
   *
   * @default 50
   */
  budget?: number
}

const DEFAULT_BUDGET_MS = 50

/**
 * Passes when a subject that does not end lets the loop go on for `ms`; what it has scheduled is cancelled then.
 * With `clock: 'virtual'` these are ms of the clock that it sees.
 */
export const toKeepYieldingFor: Matcher<[ms: number], KeepYieldingOptions> = defineMatcher<
  [ms: number],
  KeepYieldingOptions
>(
  'toKeepYieldingFor',
  1,
  (ms: number, { budget: asked = DEFAULT_BUDGET_MS }: KeepYieldingOptions = {}) => {
    checkMs(ms)
    const budget = scaled(asked)
    return {
      args: String(ms),
      watch: { budget, timeout: ms, stopAfter: stopAfterFor(budget), cleanUp: true },
      tooLongMs: budget,
      judges: ['pending', 'stopped'],
      ask: (report) => keptYielding(report, ms, budget),
      expected: `a function that goes on for ${formatMs(ms)}, and the event loop free at least every ${formatBudget(asked)}`,
      expectedNot: `a function that ends within ${formatMs(ms)}, or keeps the event loop for ${formatBudget(asked)} or longer`,
      received: (report) => {
        const { outcome, durationMs, pollVisits } = report
        if (outcome.kind === 'stopped') return describeBlock(report)
        const visits = count(pollVisits, 'visit')
        if (outcome.kind !== 'pending') return `${outcome.kind} after ${formatMs(durationMs)}, with ${visits} to poll`
        return `${describeBlock(report, budget)} at worst, with ${visits} to poll`
      },
      focus: (report) => focusOn(report, budget),
      isClose: (report) => report.outcome.kind === 'pending' && isCloseTo(report, budget),
      culprit: (report) => culpritFrom(report, budget),
      doubt: (report) =>
        isCutShort(report, ms)
          ? `only ${formatMs(report.virtualMs!)} of virtual time had gone by when the real time was up`
          : doubtAbout(report, budget),
      advice: [
        'It has to go on, and to give the loop a turn every few ms: await setImmediate, not a promise that is resolved already.',
      ],
    }
  },
  { takes: ['budget'], refuses: ['timeout', 'warmup', 'runs'] },
)
