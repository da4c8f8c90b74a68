import type { ResolvedWatchOptions } from '../options.ts'

/** When a stall is ended, in ms; infinite for never. */
export interface Limits {
  /** After so much of one stall. */
  stopAfter: number
  /** So long after the call. */
  stopAt: number
}

export const NEVER: Limits = { stopAfter: Number.POSITIVE_INFINITY, stopAt: Number.POSITIVE_INFINITY }

/** A stall that is within its budget is not stopped for being long, whatever `stopAfter` says: it is what the budget allows. */
export function limitsOf({ budget, stopAfter, timeout }: ResolvedWatchOptions): Limits {
  return { stopAfter: stopAfter ? Math.max(stopAfter, budget) : NEVER.stopAfter, stopAt: timeout || NEVER.stopAt }
}

/**
 * Node's own limit for the synchronous part of the call, as a multiple of `stopAfter`, and at least so much behind it. The
 * sentinel comes first, because it takes out what the machine took; the limit ends what takes no interrupt from a debugger.
 */
const CALL_LIMIT = 3
const CALL_LIMIT_BEHIND_MS = 2000

/** How long Node lets the synchronous part of the call last, in ms. */
export function callLimit({ stopAfter, stopAt }: Limits): number {
  const stopMs = Math.min(stopAfter, stopAt)
  return Math.max(CALL_LIMIT * stopMs, stopMs + CALL_LIMIT_BEHIND_MS)
}
