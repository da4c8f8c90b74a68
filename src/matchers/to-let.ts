import { unexpected } from '../bad-input.ts'
import { CANARIES, type WatchOptions } from '../options.ts'
import type { CanaryName, LoopReport } from '../report.ts'
import { scaled } from '../settings.ts'
import { isNear } from '../verdict/blocked-for.ts'
import { type Progress, progressed, takenAtMostMs, waitOf } from '../verdict/progressed.ts'
import { formatBudget, stopAfterFor } from './budget.ts'
import { defineMatcher, type Matcher, type MatcherOptions } from './define-matcher.ts'
import { evidence } from './evidence.ts'
import type { Question } from './question.ts'
import { culprit, describeSite } from './sites.ts'
import { count, formatMs } from './units.ts'
import { adviseToYield } from './visits.ts'

/** Options of the matchers that ask whether something could progress. What waits is served in real time, so there is no `clock`. */
export interface ProgressOptions extends Omit<MatcherOptions, 'clock'> {
  /**
   * The shortest wait that is too long, in ms. Without it nobody asks how long it took.
   *
   * @default none
   */
  within?: number
  /**
   * How often it has to be served before the function settles.
   *
   * @default 1
   */
  atLeast?: number
}

const DEFAULT_BUDGET_MS = 50

/** What waits, in words: `timer` and `fired`. */
export interface Words {
  noun: string
  served: string
  /** With its article. */
  one: string
}

/** Makes the matcher `name`, which asks one canary. */
export function letProgress(
  name: string,
  canary: CanaryName,
  words: Words,
  traffic: WatchOptions['traffic'] = {},
): Matcher<[], ProgressOptions> {
  return defineMatcher<[], ProgressOptions>(
    name,
    0,
    ({ within, atLeast }: ProgressOptions = {}) => progressQuestion(canary, words, { within, atLeast }, traffic),
    { takes: ['within', 'atLeast'], refuses: ['clock'] },
  )
}

/** The question that all of them ask. */
export function progressQuestion(
  canary: CanaryName,
  words: Words,
  asked: Partial<Progress>,
  traffic: NonNullable<WatchOptions['traffic']>,
): Question {
  const { noun, served, one } = words
  const { within, atLeast = 1, percentile = 100 } = asked
  checkWithin(within)
  checkAtLeast(atLeast)
  const budget = scaled(within ?? DEFAULT_BUDGET_MS)
  const progress: Progress = { within: within && budget, atLeast, percentile }
  const often = atLeast === 1 ? `${one} ${served}` : `${count(atLeast, noun)} ${served}`
  const never = atLeast === 1 ? `no ${noun} ${served}` : `fewer than ${count(atLeast, noun)} ${served}`
  const late = within === undefined ? '' : `, or a wait of ${formatBudget(within)}`
  const soon =
    within === undefined
      ? ''
      : `, ${percentile === 100 ? 'each' : `${percentile} % of them`} within ${formatBudget(within)}`
  return {
    args: '',
    watch: { budget, stopAfter: stopAfterFor(budget), canaries: CANARIES, traffic },
    judges: ['stopped'],
    ask: (report) => progressed(report, canary, progress),
    expected: `${often} before it settles${soon}`,
    expectedNot: `${never} before it settles${late}`,
    received: (report) => describeProgress(report, canary, words, progress),
    doubt: (report) => describeDoubt(report, canary),
    isClose: (report) => within !== undefined && isCloseWait(report, canary, progress),
    evidence: (report) => [...latency(report, canary, noun), ...evidence(report)],
    advice: (report) => adviceOn(report, canary, progress),
  }
}

/** A loop that is busy for less than this part of the time is free for others. */
const FREE = 0.5

function adviceOn(report: LoopReport, name: CanaryName, { atLeast }: Progress): string[] {
  const { served = 0, latency } = report.canaries[name] ?? {}
  const isFree = report.pollVisits > 0 && report.utilization < FREE
  if (name === 'http' && isFree && latency && latency.sent >= atLeast)
    return ['The event loop was free meanwhile: it is the server that took so long, or failed.']
  if (served >= atLeast || report.outcome.kind === 'stopped')
    return ['Give the loop a turn every few ms (await setImmediate), or move the work to a worker.']
  if (report.pollVisits === 0 || atLeast === 1) return adviseToYield(report)
  return ['It let the loop go on, but was over before that could happen so often.']
}

function describeProgress(report: LoopReport, name: CanaryName, { noun, served }: Words, progress: Progress): string {
  const canary = report.canaries[name]
  if (!canary) return `no ${noun}, because none could be sent`
  const { outcome, longestStall } = report
  const waitedMs = waitOf(report, name, progress.percentile)
  const of = progress.percentile === 100 ? 'the longest wait' : `${progress.percentile} % of them within`
  const site = culprit(report)
  const by =
    site && longestStall.wallMs + longestStall.pausedMs >= waitedMs / 2 ? `, held up by ${describeSite(site)}` : ''
  if (outcome.kind === 'stopped') return `stopped after ${formatMs(longestStall.ms)}; ${of} ${formatMs(waitedMs)}${by}`
  const ended = outcome.kind === 'returned' ? 'returned synchronously, ' : ''
  const { failed = 0, failure } = canary.latency ?? {}
  const failures = failed > 0 ? `, ${failed} failed${failure ? ` (${failure})` : ''}` : ''
  const waiting = canary.waiting > failed ? `, ${canary.waiting - failed} not` : ''
  return `${ended}${count(canary.served, noun)} ${served}${waiting}${failures}; ${of} ${formatMs(waitedMs)}${by}`
}

/** Whether it was served often enough, and only about as late as it may be. */
function isCloseWait(report: LoopReport, name: CanaryName, { atLeast, within, percentile }: Progress): boolean {
  if (report.outcome.kind === 'stopped' || (report.canaries[name]?.served ?? 0) < atLeast) return false
  return isNear(waitOf(report, name, percentile), within!)
}

function describeDoubt(report: LoopReport, name: CanaryName): string {
  if (!report.canaries[name]) return ''
  return `up to ${formatMs(Math.min(takenAtMostMs(report, name), report.durationMs))} of the watch was not its own`
}

/** What the sender saw. One more may have been there when the function was called, which nobody had to send. */
function latency({ canaries }: LoopReport, name: CanaryName, noun: string): string[] {
  const canary = canaries[name]
  if (!canary?.latency?.sent) return []
  const { sent, p50Ms, p90Ms, p99Ms, maxMs } = canary.latency
  const there = canary.served + canary.waiting - sent
  const before = there > 0 ? `${there} there at the call, ` : ''
  const quantiles = [
    `p50 ${formatMs(p50Ms)}`,
    `p90 ${formatMs(p90Ms)}`,
    `p99 ${formatMs(p99Ms)}`,
    `max ${formatMs(maxMs)}`,
  ]
  return [`  ${before}${count(sent, noun)} sent meanwhile: ${quantiles.join(' · ')}`]
}

function checkWithin(within: unknown): void {
  if (within === undefined || (typeof within === 'number' && within > 0 && within < Number.POSITIVE_INFINITY)) return
  throw unexpected('the `within` option', 'a positive number of milliseconds', within)
}

function checkAtLeast(atLeast: unknown): void {
  if (Number.isSafeInteger(atLeast) && (atLeast as number) >= 1) return
  throw unexpected('the `atLeast` option', 'a whole number, 1 or more', atLeast)
}
