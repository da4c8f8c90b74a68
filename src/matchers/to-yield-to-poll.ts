import { yieldedToPoll } from '../verdict/yielded.ts'
import { defineMatcher, type Matcher } from './define-matcher.ts'
import { describeVisits, YIELD_ADVICE, YIELD_DOUBT } from './visits.ts'

/** Passes when the loop visits poll, and serves what waits there, before the subject settles. No clock is involved. */
export const toYieldToPoll: Matcher<[]> = defineMatcher('toYieldToPoll', 0, () => ({
  args: '',
  watch: {},
  ask: yieldedToPoll,
  expected: 'at least one visit to the poll phase before it settles',
  expectedNot: 'no visit to the poll phase before it settles',
  received: describeVisits,
  doubt: () => YIELD_DOUBT,
  advice: [YIELD_ADVICE],
}))
