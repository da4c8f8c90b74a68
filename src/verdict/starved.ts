import type { LoopReport } from '../report.ts'
import { isCutShort } from './cut-short.ts'
import type { Finding } from './finding.ts'

/** Did a turn of the subject never end, so that it had to be stopped? */
export function starved(report: LoopReport): Finding {
  if (isCutShort(report)) return 'unknown'
  return report.outcome.kind === 'stopped' ? 'yes' : 'no'
}
