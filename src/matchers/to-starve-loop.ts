import { starved } from '../verdict/starved.ts'
import { defineMatcher, type Matcher } from './define-matcher.ts'
import { describeVisits } from './visits.ts'

/** Passes when a turn of the subject does not end until the sentinel stops it: for documenting what starves the loop. */
export const toStarveLoop: Matcher<[]> = defineMatcher('toStarveLoop', 0, () => ({
  args: '',
  watch: {},
  documentsBlocking: true,
  judges: ['stopped'],
  ask: starved,
  expected: 'a turn that does not end until it is stopped',
  expectedNot: 'every turn to end by itself',
  received: describeVisits,
  advice: ['A function that blocks for a while and ends is for toBlockLoopFor(ms).'],
}))
