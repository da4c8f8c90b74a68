import type { Matcher } from './define-matcher.ts'
import { letProgress, type ProgressOptions } from './to-let.ts'

/** Passes when immediates run before the subject settles. */
export const toLetImmediatesRun: Matcher<[], ProgressOptions> = letProgress('toLetImmediatesRun', 'immediate', {
  noun: 'immediate',
  served: 'run',
  one: 'an immediate',
})
