import { unexpected } from '../bad-input.ts'
import type { LoopReport } from '../report.ts'
import { scaled } from '../settings.ts'
import { blockedFor, decisiveStall, doubtAbout, isCloseTo } from '../verdict/blocked-for.ts'
import { opposite } from '../verdict/finding.ts'
import { formatBudget, stopAfterFor } from './budget.ts'
import { defineMatcher, type Matcher } from './define-matcher.ts'
import { culprit, culpritFrom, describeSite, describeStop, knownStall } from './sites.ts'
import { formatMs } from './units.ts'

/** Passes when no turn keeps the loop from visiting poll for `ms` or longer. */
export const toNotBlockLoopFor: Matcher<[ms: number]> = defineMatcher<[ms: number]>(
  'toNotBlockLoopFor',
  1,
  (ms: number) => {
    checkMs(ms)
    const budget = scaled(ms)
    return {
      args: String(ms),
      watch: { budget, stopAfter: stopAfterFor(budget) },
      tooLongMs: budget,
      judges: ['stopped'],
      ask: (report) => opposite[blockedFor(report, budget)],
      expected: `the event loop free at least every ${formatBudget(ms)}`,
      expectedNot: `the event loop blocked for ${formatBudget(ms)} or longer in one turn`,
      received: (report) => describeBlock(report, budget),
      culprit: (report) => culpritFrom(report, budget),
      focus: (report) => focusOn(report, budget),
      doubt: (report) => doubtAbout(report, budget),
      isClose: (report) => isCloseTo(report, budget),
      advice: ['Give the loop a turn every few ms (await setImmediate), or move the work to a worker.'],
    }
  },
)

/** @throws TypeError when the argument `ms` is not a time. */
export function checkMs(ms: unknown): void {
  if (typeof ms === 'number' && ms > 0 && ms < Number.POSITIVE_INFINITY) return
  throw unexpected('`ms`', 'a positive number of milliseconds', ms)
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
