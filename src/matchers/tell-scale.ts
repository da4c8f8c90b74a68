import { writeLetter } from '../mailbox.ts'
import { scale } from '../settings.ts'
import type { MatcherContext } from './context.ts'

let isWritten = false

/** Lets the reporter say that budgets were multiplied. */
export function tellScale({ task }: MatcherContext): void {
  const by = scale()
  if (by === 1) return
  if (task?.meta) task.meta.loopCanary = { inconclusive: [], ...task.meta.loopCanary, scale: by }
  if (task || isWritten) return
  isWritten = true
  writeLetter('scale', { scale: by })
}
