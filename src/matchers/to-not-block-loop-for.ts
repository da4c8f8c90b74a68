import { unexpected } from '../bad-input.ts'
import type { LoopReport } from '../report.ts'
import { scaled } from '../settings.ts'
import { blockedFor, decisiveStall, doubtAbout, isCloseTo } from '../verdict/blocked-for.ts'
import { opposite } from '../verdict/finding.ts'
import { formatBudget, stopAfterFor } from './budget.ts'
import { defineMatcher, type Matcher, type MatcherOptions } from './define-matcher.ts'
import { wasLoading } from './evidence.ts'
import { culprit, culpritFrom, describeSite, describeStop, knownStall } from './sites.ts'
import { formatMs } from './units.ts'

/** Passes when no turn keeps the loop from visiting poll for `ms` or longer. */
export const toNotBlockLoopFor: Matcher<[ms: number]> = defineMatcher<[ms: number]>(
  'toNotBlockLoopFor',
  1,
  (ms: number, { warmup = 0 }: MatcherOptions = {}) => {
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
      advice: (report) => [
        'Give the loop a turn every few ms (await setImmediate), or move the work to a worker.',
        ...(warmup === 0 && isFirstCall(report, budget) ? [FIRST_CALL_ADVICE] : []),
      ],
    }
  },
)

const FIRST_CALL_ADVICE = 'If only a first call takes so long, `warmup: 1` leaves it out.'

/** A first call costs more than later ones, but not this many times the budget. */
const FIRST_CALL_FACTOR = 3

/** Whether a stall may be too long only because it was the first call. Where modules were seen to be loaded, that is told anyway. */
function isFirstCall({ outcome, longestStall, longestStallsMs }: LoopReport, budgetMs: number): boolean {
  if (outcome.kind === 'stopped' || longestStallsMs.length > 1) return false
  return longestStall.ms < FIRST_CALL_FACTOR * budgetMs && !wasLoading(longestStall)
}

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
