import type { LoopReport } from '../report.ts'
import type { Finding } from './finding.ts'

/** Did a turn of the subject never end, so that it had to be stopped? */
export function starved({ outcome }: LoopReport): Finding {
  return outcome.kind === 'stopped' ? 'yes' : 'no'
}
