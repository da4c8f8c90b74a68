import type { Matcher } from './define-matcher.ts'
import { letProgress, type ProgressOptions } from './to-let.ts'

/** Passes when bytes that arrive on a real connection while the subject runs are read and answered before it settles. */
export const toLetSocketsProgress: Matcher<[], ProgressOptions> = letProgress(
  'toLetSocketsProgress',
  'socket',
  {
    noun: 'byte',
    served: 'answered',
    one: 'a byte',
  },
  { socket: true },
)
