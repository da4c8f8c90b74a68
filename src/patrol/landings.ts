import type { BlockingModule } from '../blame/blocking-built-ins.ts'
import { writeCallsOn } from '../blame/call-board.ts'
import { followers } from '../blame/ledger.ts'
import { Patches } from '../blame/patches.ts'
import { type BuiltInPlace, isLoaded, loadedByNode, placesInModule } from '../blame/places.ts'
import { sentinel } from '../sentinel/this-thread.ts'

/** Whose calls are long rather than many. In most of those of `fs` a look finds a place by itself. */
const MODULES: readonly BlockingModule[] = ['child_process', 'crypto', 'zlib', 'sqlite', 'v8']

/**
 * Places for looks, right behind the calls of blocking built-ins. Such a call takes no interrupts, so a look that is asked for in it comes
 * behind it, where there may be nobody any more, or somebody else.
 */
export class Landings {
  readonly #patches = new Patches()
  readonly #places: BuiltInPlace[] = []
  #left = MODULES
  #loaded = 0
  #followed = Promise.resolve()
  #isOn = false

  begin(): void {
    this.#isOn = this.#patches.claim()
    this.#put(this.#places)
    writeCallsOn(sentinel)
  }

  /** A call that was stopped does not tell that it is over. */
  forget(): void {
    sentinel.calling = undefined
  }

  end(): void {
    this.#isOn = false
    writeCallsOn(undefined)
    this.forget()
    this.#patches.undo()
  }

  /** Sees to the modules that were loaded meanwhile: to load those that nobody uses would be dear. */
  follow(): Promise<void> {
    const { length } = loadedByNode
    if (length !== this.#loaded) {
      this.#loaded = length
      this.#followed = this.#followed.then(() => this.#followLoaded())
    }
    return this.#followed
  }

  async #followLoaded(): Promise<void> {
    const loaded = this.#left.filter(isLoaded)
    this.#left = this.#left.filter((module) => !loaded.includes(module))
    const places = (await Promise.all(loaded.map(placesInModule))).flat()
    this.#places.push(...places)
    this.#put(places)
  }

  #put(places: readonly BuiltInPlace[]): void {
    if (this.#isOn && places.length > 0) this.#patches.apply(places, ({ name }) => followers[name]!)
  }
}
