import { blockedFor, doubtAbout } from '../verdict/blocked-for.ts'
import { defineMatcher, type Matcher } from './define-matcher.ts'
import { checkMs, describeBlock, focusOn, stopAfterFor } from './to-not-block-loop-for.ts'
import { formatMs } from './units.ts'

/** Passes when some turn keeps the loop from visiting poll for `ms` or longer: for documenting code that blocks. */
export const toBlockLoopFor: Matcher<[ms: number]> = defineMatcher<[ms: number]>('toBlockLoopFor', 1, (ms: number) => {
  checkMs(ms)
  return {
    args: String(ms),
    watch: { budget: ms, stopAfter: stopAfterFor(ms) },
    documentsBlocking: true,
    judges: ['stopped'],
    ask: (report) => blockedFor(report, ms),
    expected: `the event loop blocked for ${formatMs(ms)} or longer in one turn`,
    expectedNot: `the event loop free at least every ${formatMs(ms)}`,
    received: (report) => describeBlock(report),
    focus: (report) => focusOn(report, ms),
    doubt: (report) => doubtAbout(report, ms),
    advice: [],
  }
})
