import { loadingOf } from '../blame/foreign.ts'
import type { Frame } from '../blame/frame.ts'

/**
 * How far a silence is the loading of modules, which takes long where there are many, or a compiler is at work, and comes to an end. As
 * soon as one file is all that is seen any more, it is that file's.
 */
export class Loading {
  #file: string | undefined
  #untilMs = 0

  /** So much of the silence, in ms. */
  get ms(): number {
    return this.#untilMs
  }

  /**
   * A look has found a stack.
   *
   * @param silentMs - how long the thread had been silent, in ms
   */
  sees(frames: readonly Frame[], silentMs: number): void {
    const loading = loadingOf(frames)
    if (!loading) return
    if (loading.file === undefined || loading.file !== this.#file) this.#untilMs = silentMs
    this.#file = loading.file
  }
}
