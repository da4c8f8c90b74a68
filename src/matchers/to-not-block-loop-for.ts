import { unexpected } from '../bad-input.ts'
import type { LoopReport } from '../report.ts'
import { blockedFor, decisiveStall, doubtAbout } from '../verdict/blocked-for.ts'
import { opposite } from '../verdict/finding.ts'
import { defineMatcher, type Matcher } from './define-matcher.ts'
import { culprit, culpritFrom, describeSite, describeStop, knownStall } from './sites.ts'
import { formatMs } from './units.ts'

/** Passes when no turn keeps the loop from visiting poll for `ms` or longer. */
export const toNotBlockLoopFor: Matcher<[ms: number]> = defineMatcher<[ms: number]>(
  'toNotBlockLoopFor',
  1,
  (ms: number) => {
    checkMs(ms)
    return {
      args: String(ms),
      watch: { budget: ms, stopAfter: stopAfterFor(ms) },
      judges: ['stopped'],
      ask: (report) => opposite[blockedFor(report, ms)],
      expected: `the event loop free at least every ${formatMs(ms)}`,
      expectedNot: `the event loop blocked for ${formatMs(ms)} or longer in one turn`,
      received: (report) => describeBlock(report, ms),
      culprit: (report) => culpritFrom(report, ms),
      focus: (report) => focusOn(report, ms),
      doubt: (report) => doubtAbout(report, ms),
      advice: ['Give the loop a turn every few ms (await setImmediate), or move the work to a worker.'],
    }
  },
)

/** @throws TypeError when the argument `ms` is not a time. */
export function checkMs(ms: unknown): void {
  if (typeof ms === 'number' && ms > 0 && ms < Number.POSITIVE_INFINITY) return
  throw unexpected('`ms`', 'a positive number of milliseconds', ms)
}

/** A stall that long is stopped, unless the budget asks for more. */
const STOP_AFTER_MS = 1000

/** When to stop a stall that may last `budgetMs`: a stall that is only too long shall end by itself. */
export function stopAfterFor(budgetMs: number): number {
  return Math.max(STOP_AFTER_MS, 2 * budgetMs)
}

/** The report with the stall in front that decides whether `ms` were kept. */
export const focusOn = (report: LoopReport, ms: number): LoopReport => ({
  ...report,
  longestStall: decisiveStall(report, ms),
})

/** @param budgetMs - a stall that lasts so long may be named in the place of the longest one */
export function describeBlock(report: LoopReport, budgetMs: number = Number.POSITIVE_INFINITY): string {
  const { longestStall, outcome } = report
  const { ms, kind } = longestStall
  const verb = kind === 'microtasks' || kind === 'nextTicks' ? 'starved' : 'blocked'
  const site = culprit(report)
  if (outcome.kind === 'stopped') return describeStop(ms, site)
  const other = site ? undefined : knownStall(report, budgetMs)
  const by = site ? ` by ${describeSite(site)}` : ''
  const then = other ? `; another time for ${formatMs(other.ms)} by ${describeSite(other.site)}` : ''
  return `${verb} for ${formatMs(ms)}${by}${then}`
}
