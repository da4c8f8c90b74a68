import type { Matcher } from './define-matcher.ts'
import { letProgress, type ProgressOptions } from './to-let.ts'

/** Passes when timers that come due while the subject runs fire before it settles. */
export const toLetTimersFire: Matcher<[], ProgressOptions> = letProgress('toLetTimersFire', 'timer', {
  noun: 'timer',
  served: 'fired',
  one: 'a timer',
})
