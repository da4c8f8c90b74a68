import { unexpected } from '../bad-input.ts'
import { yieldedAtLeast } from '../verdict/yielded.ts'
import { defineMatcher, type Matcher } from './define-matcher.ts'
import { count } from './units.ts'
import { adviseToYield, describeVisits } from './visits.ts'

/** Passes when the loop visits poll at least `visits` times before the subject settles. No clock is involved. */
export const toYieldAtLeast: Matcher<[visits: number]> = defineMatcher<[visits: number]>(
  'toYieldAtLeast',
  1,
  (visits: number) => {
    if (!Number.isSafeInteger(visits) || visits < 1) throw unexpected('`visits`', 'a whole number, 1 or more', visits)
    return {
      args: String(visits),
      // Canaries would make visits of their own.
      watch: { canaries: [] },
      ask: (report) => yieldedAtLeast(report, visits),
      expected: `at least ${count(visits, 'visit')} to the poll phase before it settles`,
      expectedNot: `fewer than ${count(visits, 'visit')} to the poll phase before it settles`,
      received: describeVisits,
      advice: adviseToYield,
    }
  },
)
