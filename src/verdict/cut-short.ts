import type { LoopReport } from '../report.ts'
import { CUT_SHORT } from '../watch/limits.ts'

/** Whether the subject was stopped before its time was up, so that nobody knows how it would have gone on. */
export const isCutShort = ({ limitations }: LoopReport): boolean => limitations.includes(CUT_SHORT)
