import type { Silence } from './silence.ts'

/** How long a stopped thread may take to turn its loop before it is stopped again, in ms of its own time. */
const AGAIN_MS = 25

/** How long one debugger tries to stop the thread, in ms of its own time. */
const IN_VAIN_MS = 200

/** How long somebody else may take behind what was stopped, in ms of the thread's own time. */
const OTHERS_MS = 1000

/**
 * The stops of a thread whose loop has not turned since. What it had no time for meanwhile, such as the messages of other threads, comes
 * before the next turn, so not everything that runs then is what was stopped, and has begun anew.
 */
export class Stops {
  readonly #silence: Silence
  readonly #unwound = new Set<string>()
  /** How much of its own time the thread had been silent at the last stop, in ms. */
  #lastMs: number | undefined
  /** The same, from when on the debugger has tried to stop it, without a sign that it can. */
  #triesFromMs = 0

  constructor(silence: Silence) {
    this.#silence = silence
  }

  get areUnderWay(): boolean {
    return this.#lastMs !== undefined
  }

  /** Whether it is time to see why the loop does not turn. */
  get isTimeForAnother(): boolean {
    return this.#sinceMs(this.#lastMs) > AGAIN_MS
  }

  /** Whether the debugger has lost its way. */
  get areInVain(): boolean {
    return this.areUnderWay && this.#sinceMs(this.#triesFromMs) > IN_VAIN_MS
  }

  /** There is a new debugger, which has tried nothing. */
  tryAnew(): void {
    this.#triesFromMs = this.#silence.ms
  }

  /** @param functions - the user's that are unwound, by where they are */
  add(functions: readonly string[]): void {
    const ms = this.#silence.ms
    if (!this.areUnderWay) this.#triesFromMs = ms
    this.#lastMs = ms
    for (const place of functions) this.#unwound.add(place)
  }

  /**
   * Whether it is somebody else who runs behind what was stopped. Then the debugger has stopped that.
   *
   * @param functions - the user's on the stack, innermost first, by where they are
   */
  spares(functions: readonly string[]): boolean {
    const isOther = this.#unwound.size > 0 && !this.#unwound.has(functions.at(-1) ?? '')
    if (!isOther || this.#sinceMs(this.#lastMs) > OTHERS_MS) return false
    this.#triesFromMs = this.#silence.ms
    return true
  }

  #sinceMs(ms = 0): number {
    return this.#silence.ms - ms
  }
}
