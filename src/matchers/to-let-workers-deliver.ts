import type { Matcher } from './define-matcher.ts'
import { letProgress, type ProgressOptions } from './to-let.ts'

/** Passes when messages that a worker sends while the subject runs are received before it settles. */
export const toLetWorkersDeliver: Matcher<[], ProgressOptions> = letProgress(
  'toLetWorkersDeliver',
  'worker',
  {
    noun: 'message',
    served: 'delivered',
    one: 'a message',
  },
  { worker: true },
)
