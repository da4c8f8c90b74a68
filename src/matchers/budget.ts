import { scale, scaled, settings } from '../settings.ts'
import { formatMs } from './units.ts'

/** A stall that long is stopped, unless the budget asks for more. */
const STOP_AFTER_MS = 1000

/**
 * When to stop a stall that may last `budgetMs`: a stall that is only too long shall end by itself.
 *
 * @param budgetMs - as it is on this machine
 */
export function stopAfterFor(budgetMs: number): number | false {
  const { stopAfter = STOP_AFTER_MS } = settings()
  return stopAfter && Math.max(scaled(stopAfter), 2 * budgetMs)
}

/** A budget as a message tells it: what it is on this machine, and what of that the user wrote. */
export function formatBudget(ms: number, by: number = scale()): string {
  return by === 1 ? formatMs(ms) : `${formatMs(ms * by)} (${formatMs(ms)} × ${by})`
}
