import { unexpected } from '../bad-input.ts'
import { takenMs } from '../verdict/progressed.ts'
import { utilizedUnder } from '../verdict/utilized.ts'
import { defineMatcher, type Matcher } from './define-matcher.ts'
import { culprit, describeSite } from './sites.ts'
import { formatMs } from './units.ts'

const percent = (ratio: number): string => `${Number((ratio * 100).toFixed(1))} %`

/** Passes when the loop is busy for less than that share of the time until the subject settles: the work is done elsewhere. */
export const toKeepLoopUtilizationUnder: Matcher<[ratio: number]> = defineMatcher<[ratio: number]>(
  'toKeepLoopUtilizationUnder',
  1,
  (ratio: number) => {
    if (!(typeof ratio === 'number' && ratio > 0 && ratio <= 1)) {
      throw unexpected('`ratio`', 'a number above 0, 1 at most', ratio)
    }
    return {
      args: String(ratio),
      watch: {},
      judges: ['stopped'],
      ask: (report) => utilizedUnder(report, ratio),
      expected: `the event loop busy for less than ${percent(ratio)} of the time`,
      expectedNot: `the event loop busy for ${percent(ratio)} of the time or more`,
      received: (report) => {
        const site = culprit(report)
        const by = site ? `, mostly with ${describeSite(site)}` : ''
        return `busy for ${percent(report.utilization)} of ${formatMs(report.durationMs)}${by}`
      },
      doubt: (report) => `up to ${formatMs(takenMs(report))} of it was not its own`,
      advice: ['Move the work to a worker, or to a process of its own.'],
    }
  },
)
