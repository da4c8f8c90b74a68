import { sharedNow } from '../realm.ts'
import { endOrphan, giveUp, isOrphan } from './last-resort.ts'
import type { Findings, SentinelData } from './protocol.ts'

/** What cannot be stopped for so long after it should have been, in ms, never will be. */
const LAST_RESORT_MS = 30_000

/** Between two ticks that are farther apart nobody could try, in ms. */
const MAX_TICK_MS = 50

/** What an orphan has under way may end so soon by itself, in ms; and by then it is known where it is. */
const ORPHAN_LASTS_MS = 1000

/** Ends the process when it is better ended than left as it is: nothing can stop its thread, or nobody waits for it any more. */
export class Ending {
  readonly #data: SentinelData
  readonly #findings: Findings
  #triedForMs = 0
  #tickAt = sharedNow()

  constructor(data: SentinelData, findings: Findings) {
    this.#data = data
    this.#findings = findings
  }

  /**
   * To be called at each tick.
   *
   * @param isTrying - whether the thread should have been stopped by now
   * @param silentMs - how long it has been silent, in ms
   */
  tick(isTrying: boolean, silentMs: number): void {
    const at = sharedNow()
    if (isTrying) this.#triedForMs += Math.min(at - this.#tickAt, MAX_TICK_MS)
    this.#tickAt = at
    if (this.#triedForMs > LAST_RESORT_MS) giveUp(this.#findings.samples, this.#data)
    if (silentMs > ORPHAN_LASTS_MS && isOrphan(this.#data)) endOrphan(this.#findings.samples, this.#data)
  }
}
