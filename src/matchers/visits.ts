import type { LoopReport } from '../report.ts'
import { culprit, describeSite } from './sites.ts'
import { count, formatMs } from './units.ts'

/** How often the loop could visit poll. */
export function describeCount({ pollVisits }: LoopReport): string {
  return pollVisits === 0 ? 'without a visit to poll' : `after ${count(pollVisits, 'visit')} to poll`
}

/** How the subject ended, and how often the loop could visit poll until then. */
export function describeVisits(report: LoopReport): string {
  const { outcome, durationMs, longestStall } = report
  const visits = describeCount(report)
  if (outcome.kind === 'returned') return `returned synchronously, ${visits}`
  if (outcome.kind === 'stopped') {
    const site = culprit(report)
    const by = site ? ` in ${describeSite(site)}` : ''
    return `stopped after ${formatMs(longestStall.ms)}${by}, ${visits}`
  }
  return `${outcome.kind} in ${formatMs(durationMs)}, ${visits}`
}

export const YIELD_ADVICE =
  'Await something that the loop has to serve, such as setImmediate: promises and ticks alone never let it reach poll.'

/** What is to be done about too few visits to poll: nothing is said of promises where it was visited. */
export const adviseToYield = ({ pollVisits }: LoopReport): string[] =>
  pollVisits === 0
    ? [YIELD_ADVICE]
    : ['Await something that the loop has to serve, such as setImmediate, between smaller pieces of the work.']

/** The count says that poll was visited, and the canary that it was not. */
export const YIELD_DOUBT = 'but a byte that waited there all the time was not served'
