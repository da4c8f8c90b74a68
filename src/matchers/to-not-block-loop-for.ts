import { unexpected } from '../options.ts'
import type { LoopReport } from '../report.ts'
import { blockedFor } from '../verdict/blocked-for.ts'
import type { Finding } from '../verdict/finding.ts'
import { defineMatcher, type Matcher } from './define-matcher.ts'
import { formatMs } from './units.ts'

const not: Record<Finding, Finding> = { yes: 'no', no: 'yes', unknown: 'unknown' }

/** Passes when no turn keeps the loop from visiting poll for `ms` or longer. */
export const toNotBlockLoopFor: Matcher<[ms: number]> = defineMatcher('toNotBlockLoopFor', 1, (ms: number) => {
  checkBudget(ms)
  return {
    args: String(ms),
    watch: { budget: ms },
    ask: (report) => not[blockedFor(report, ms)],
    expected: `the event loop free at least every ${formatMs(ms)}`,
    expectedNot: `the event loop blocked for ${formatMs(ms)} or longer in one turn`,
    received: describeBlock,
    advice: ['Give the loop a turn every few ms (await setImmediate), or move the work to a worker.'],
  }
})

/** @throws TypeError when `ms` is not a budget. */
export function checkBudget(ms: unknown): void {
  if (typeof ms === 'number' && ms > 0 && ms < Number.POSITIVE_INFINITY) return
  throw unexpected('`ms`', 'a positive number of milliseconds', ms)
}

export function describeBlock({ longestStall }: LoopReport): string {
  return `blocked for ${formatMs(longestStall.ms)}`
}
