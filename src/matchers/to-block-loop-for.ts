import { scaled } from '../settings.ts'
import { blockedFor, doubtAbout, isCloseTo } from '../verdict/blocked-for.ts'
import { formatBudget, stopAfterFor } from './budget.ts'
import { defineMatcher, type Matcher } from './define-matcher.ts'
import { checkMs, describeBlock, focusOn } from './to-not-block-loop-for.ts'

/** Passes when some turn keeps the loop from visiting poll for `ms` or longer: for documenting code that blocks. */
export const toBlockLoopFor: Matcher<[ms: number]> = defineMatcher<[ms: number]>('toBlockLoopFor', 1, (ms: number) => {
  checkMs(ms)
  const budget = scaled(ms)
  return {
    args: String(ms),
    watch: { budget, stopAfter: stopAfterFor(budget) },
    tooLongMs: budget,
    documentsBlocking: true,
    judges: ['stopped'],
    ask: (report) => blockedFor(report, budget),
    expected: `the event loop blocked for ${formatBudget(ms)} or longer in one turn`,
    expectedNot: `the event loop free at least every ${formatBudget(ms)}`,
    received: (report) => describeBlock(report),
    focus: (report) => focusOn(report, budget),
    doubt: (report) => doubtAbout(report, budget),
    isClose: (report) => isCloseTo(report, budget),
    advice: [],
  }
})
