import type { LoopReport } from '../report.ts'
import { count, formatMs } from './units.ts'

/** How the subject ended, and how often the loop could visit poll until then. */
export function describeVisits({ outcome, pollVisits, durationMs }: LoopReport): string {
  const visits = pollVisits === 0 ? 'without a visit to poll' : `after ${count(pollVisits, 'visit')} to poll`
  if (outcome.kind === 'returned') return `returned synchronously, ${visits}`
  return `${outcome.kind} in ${formatMs(durationMs)}, ${visits}`
}

export const YIELD_ADVICE =
  'Await something that the loop has to serve, such as setImmediate: promises and ticks alone never let it reach poll.'
