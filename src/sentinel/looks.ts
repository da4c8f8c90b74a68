import type { Pause } from '../turns/anatomy.ts'

/** The first look at the stack comes at once; later ones when the stall has grown by this much, and by this share. */
const EVERY_MS = 25
const EVERY_SHARE = 0.15

/** The debugger's looks take a few ms, or many where many scripts are loaded; so long it must have been ago, as a multiple of that. */
const REST = 20

/** Where several may have had a part in a stall, who it was shows only in looks that come one soon after the other. */
const REST_ON_PATROL = 2

/** How soon there is another look when it was not clear who it was, or where. */
const AGAIN_MS = 5

/** The looks at a stuck thread: what they have taken of its time, and when it is time for the next one. */
export class Looks {
  readonly #pauses: Pause[]
  readonly #rest: number
  #count = 0
  #tookMs = 0
  #lastMs = 0
  #nextMs = 0

  /** @param pauses - takes note of them */
  constructor(pauses: Pause[], isPatrol: boolean) {
    this.#pauses = pauses
    this.#rest = isPatrol ? REST_ON_PATROL : REST
  }

  /** What they have taken from the thread so far, in ms. */
  get tookMs(): number {
    return this.#tookMs
  }

  begin(): void {
    this.#lastMs = 0
  }

  /** A part of a look has taken time from the thread. */
  took(pause: Pause): void {
    const ownMs = pause.wallMs - pause.descheduledMs
    this.#lastMs += ownMs
    this.#tookMs += ownMs
    this.#pauses.push(pause)
  }

  /**
   * A look is over.
   *
   * @param silentMs - how long the thread has been silent, in ms
   * @param hasSeen - whether there was somebody to see
   * @param isRunners - whether that was the runner at its own work, of which nobody wants to know more
   */
  end(silentMs: number, hasSeen: boolean, isRunners: boolean): void {
    // The first one is dear, and says nothing about the next.
    const restMs = this.#count++ === 0 ? 0 : this.#lastMs * (isRunners ? REST : this.#rest)
    this.#nextMs = silentMs + (hasSeen ? Math.max(EVERY_MS, silentMs * EVERY_SHARE, restMs) : AGAIN_MS)
  }

  isTimeForOne(silentMs: number): boolean {
    return silentMs >= this.#nextMs
  }
}
