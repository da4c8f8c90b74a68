import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import { clearImmediate, clearTimeout } from './realm.ts'

type Scheduled = (NodeJS.Timeout | NodeJS.Immediate) & { readonly _destroyed?: boolean }

/** What is through is forgotten when so many have been followed. */
const PRUNE_AT = 1000

/**
 * What a function has scheduled and what is still waiting: its timers, intervals and immediates, also those of
 * `timers/promises`, wherever in its asynchronous course they were set.
 *
 * It hears of every promise of the thread while it follows, which makes them slower; so only a watch that has to clean up
 * after a function that never ends uses it. A `destroy` hook would tell what is through, but Node calls it so often behind a
 * function that runs away that nothing else gets its turn.
 */
export class Leftovers {
  readonly #course = new AsyncLocalStorage<Leftovers>()
  readonly #followed = new Set<Scheduled>()
  #pruneAt = PRUNE_AT
  readonly #hook = createHook({
    init: (_id, type, _trigger, resource) => {
      if (type !== 'Timeout' && type !== 'Immediate') return
      if (!this.isFollowing) return
      this.#followed.add(resource as Scheduled)
      if (this.#followed.size >= this.#pruneAt) this.#prune()
    },
  })

  /** Calls a function, and follows what it schedules from then on. */
  follow<Result>(call: () => Result): Result {
    this.#hook.enable()
    return this.#course.run(this, call)
  }

  /** Calls a function that belongs to what is followed. */
  goOn<Result>(call: () => Result): Result {
    return this.#course.run(this, call)
  }

  /** Whether what runs now belongs to what is followed. */
  get isFollowing(): boolean {
    return this.#course.getStore() === this
  }

  /** Whether an immediate is waiting. */
  get hasImmediates(): boolean {
    for (const scheduled of this.#followed) {
      if (scheduled._destroyed) this.#followed.delete(scheduled)
      else if (!('refresh' in scheduled)) return true
    }
    return false
  }

  /** Ends what is waiting. */
  cancel(): void {
    this.#hook.disable()
    for (const scheduled of this.#followed) {
      if ('refresh' in scheduled) clearTimeout(scheduled)
      else clearImmediate(scheduled)
    }
    this.#followed.clear()
  }

  #prune(): void {
    for (const scheduled of this.#followed) if (scheduled._destroyed) this.#followed.delete(scheduled)
    this.#pruneAt = 2 * this.#followed.size + PRUNE_AT
  }
}
