import type { Frame } from '../blame/frame.ts'
import { Loading } from './loading.ts'
import type { Looks } from './looks.ts'
import { Moment, type SentinelData } from './protocol.ts'
import type { Silence } from './silence.ts'
import type { WatchedThread } from './watched-thread.ts'

/** When the time of a stuck thread is up. What the looks took, the loop idled away, and loading, are not its own. */
export class Deadline {
  readonly #data: SentinelData
  readonly #silence: Silence
  readonly #thread: WatchedThread
  readonly #looks: Looks
  readonly #loading = new Loading()
  /** How long of its silence the loop was idle; known from the first look on. */
  #idleMs: number | undefined

  constructor(data: SentinelData, silence: Silence, thread: WatchedThread, looks: Looks) {
    this.#data = data
    this.#silence = silence
    this.#thread = thread
    this.#looks = looks
  }

  /** By how much it is up, in ms. */
  get overdueMs(): number {
    return this.#thread.overdueMs(this.#ownMs - (this.#idleMs ?? 0) - this.#loading.ms)
  }

  /** Whether it is up for sure, and nobody else is about to stop the thread. */
  get hasPassed(): boolean {
    return this.#idleMs !== undefined && this.overdueMs >= 0 && !this.#thread.isNearLimit
  }

  /** @param idleMs - the loop's idle time, as the thread tells */
  read(idleMs: number): void {
    this.#idleMs = idleMs - this.#data.moments[Moment.idleAtBeat]!
  }

  /** A look has found a stack, which may be in the middle of loading a module. */
  sees(frames: readonly Frame[]): void {
    this.#loading.sees(frames, this.#ownMs)
  }

  get #ownMs(): number {
    return this.#silence.ms - this.#looks.tookMs
  }
}
