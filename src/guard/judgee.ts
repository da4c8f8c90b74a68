import type { LoopBlockedError } from './finding.ts'
import type { StallRecord } from './records.ts'

/** What the guard judges. */
export interface Judgee {
  /** As a failure's first line begins: `The test`, `A beforeEach hook`. */
  whose: string
  /** As the summary tells it: `csv.test.ts > imports`. */
  owner: string
  /** Opted out: its stalls are allowed, and told. */
  isSafe?: boolean
  /** The evaluation of modules, in which the runner has work of its own. */
  isModule?: boolean
}

/** A stall that came when who has caused it was over, or whose cause is not known. */
export interface Stray<Owner extends Judgee> {
  error: LoopBlockedError
  owner: Owner | undefined
  record: StallRecord
}

/** What a host does about what comes at any time. */
export interface Handlers<Owner extends Judgee> {
  /** Called with each stray that is a failure, which `strays` hands over as well. */
  onStray?(stray: Stray<Owner>): void
  /** Nothing is judged and nothing goes on, since something of nobody's was stopped: the runner itself waits for that. */
  onStuck?(stopped: LoopBlockedError): void
}

/** What is known of code that has not been heard of in time. */
export interface Overdue {
  /** It has ended, or was stopped: `judge` is about to settle. */
  isOver: boolean
  /** What it has done so far that it fails with. */
  error: LoopBlockedError | undefined
}
