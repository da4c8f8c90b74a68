import { isRunnersWork, runsRunner } from '../blame/foreign.ts'
import type { Frame } from '../blame/frame.ts'

/** Whose work the stuck thread was at when it was last looked at. */
export class Seen {
  /** Whether it was in a turn of the runner's own, which must not be unwound. */
  hasRunner = false
  /** Whether it was the runner itself that worked, of which nobody wants to know more. */
  isRunnersWork = false

  take(frames: readonly Frame[]): void {
    this.hasRunner = runsRunner(frames)
    this.isRunnersWork = isRunnersWork(frames)
  }
}
