import type { WatchOptions } from '../options.ts'
import type { CallSite, LoopReport } from '../report.ts'
import type { Finding } from '../verdict/finding.ts'

/** One question about a report, and the words around it. */
export interface Question {
  /** The arguments as the hint line shows them. */
  args: string
  /** What the question needs of the watch. */
  watch: WatchOptions
  /** Whether the assertion (without `.not`) holds. */
  ask(report: LoopReport): Finding
  /** Completes "Expected: …". */
  expected: string
  /** Completes "Expected: …" of the `.not` form. */
  expectedNot: string
  /** Completes "Received: …". */
  received(report: LoopReport): string
  /** The report with the stall that answers the question in the place of the longest one, which need not. */
  focus?(report: LoopReport): LoopReport
  /** Whether what was measured is so near to the budget that another watch may well answer the opposite. */
  isClose?(report: LoopReport): boolean
  /** Why the answer is unknown, for questions that may not have one. */
  doubt?(report: LoopReport): string
  /** The shortest stall that is too long, where that is the question. */
  tooLongMs?: number
  /** What was observed, where that is not about the longest stall. */
  evidence?(report: LoopReport): string[]
  /** The place to blame, where that is not what filled the longest stall. */
  culprit?(report: LoopReport): CallSite | undefined
  /** Ends that are not failures by themselves, but for `ask` to judge. */
  judges?: readonly ('pending' | 'stopped')[]
  /** Whether it holds for what blocks the loop, which has been seen then, whatever was not. */
  documentsBlocking?: true
  /** How to make the assertion hold. */
  advice: readonly string[] | ((report: LoopReport) => readonly string[])
}
