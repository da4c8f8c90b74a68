import type { ResolvedWatchOptions } from '../options.ts'
import type { LoopReport } from '../report.ts'

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

/**
 * Node knows nothing of what the machine takes: beside busy neighbours a third of `stopAfter` may last for three times as long. So
 * its limit comes as late as it can: right behind `timeout`, from where on the assertion has little time left to speak in, and well
 * before the last resort.
 */
const LATEST_CALL_LIMIT = 10
const LATEST_BEHIND_MS = 10_000
const BEHIND_TIMEOUT_MS = 500

/** How long Node lets the synchronous part of the call last, in ms. */
export function callLimit({ stopAfter, stopAt }: Limits): number {
  const stopMs = Math.min(stopAfter, stopAt)
  const latestMs = Math.min(LATEST_CALL_LIMIT * stopMs, stopMs + LATEST_BEHIND_MS, stopAt + BEHIND_TIMEOUT_MS)
  return Math.max(CALL_LIMIT * stopMs, stopMs + CALL_LIMIT_BEHIND_MS, latestMs)
}

/** What `limitations` says of a call that Node's limit has ended too early. */
export const CUT_SHORT =
  'cut short: the machine was so busy that the limit of the call was over, which knows no better, before its own time was'

/** The same, where it is so: for a call that Node's limit has ended. */
export function cutShort({ outcome, longestStall }: LoopReport, { stopAfter, stopAt }: Limits): string[] {
  const isTooEarly = outcome.kind === 'stopped' && longestStall.ms < stopAfter && outcome.afterMs < stopAt
  return isTooEarly ? [CUT_SHORT] : []
}
