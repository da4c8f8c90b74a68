import { nextTurn, now, setImmediate } from '../realm.ts'
import type { Charge } from './charge.ts'
import { runFor, runForNobody } from './scopes.ts'

/** How a charge's code has ended. */
export type End<T> = { kind: 'returned'; value: T } | { kind: 'threw'; error: unknown } | { kind: 'stopped' }

/** Who has to know of each that enters and leaves. */
export interface EntranceHooks {
  /** What comes from here on is another's. */
  onChange(): void
  /** Whose code was called last and is not over, where there is one. */
  onRunning(charge: Charge | undefined): void
  /** Its code is over. Resolves when all that it has done up to here has been told. */
  onEnd(): Promise<void>
}

/**
 * Where the code of charges begins, and goes on: each from a turn of its own, with nothing of the caller's on the stack, so that it can be
 * stopped without harm to anybody else.
 */
export class Entrance {
  readonly #hooks: EntranceHooks
  /** The one that was called last and is not over. */
  #running: Charge | undefined

  constructor(hooks: EntranceHooks) {
    this.#hooks = hooks
  }

  get running(): Charge | undefined {
    return this.#running
  }

  /**
   * Runs code for the account of a charge.
   *
   * @param ready - the code begins when it resolves
   */
  judge<T>(charge: Charge, call: () => T | PromiseLike<T>, ready: Promise<void>): Promise<End<Awaited<T>>> {
    return new Promise((resolve) => {
      let isOver = false
      const settle = async (end: End<Awaited<T>>): Promise<void> => {
        if (isOver) return
        isOver = true
        if (this.#running === charge) this.#setRunning(undefined)
        charge.settledAtMs = now()
        charge.end(charge.settledAtMs)
        this.#hooks.onChange()
        await this.#hooks.onEnd()
        await charge.inner
        resolve(end)
      }
      const { promise: turn, resolve: begin } = Promise.withResolvers<void>()
      // Called by the queue itself, so that no frame of ours shows in the errors of tests.
      runFor(charge, () => turn.then(call)).then(
        (value) => settle({ kind: 'returned', value: value as Awaited<T> }),
        (error) => settle({ kind: 'threw', error }),
      )
      charge.endAsStopped = () => settle({ kind: 'stopped' })
      ready.then(() => this.#enter(charge, begin))
    })
  }

  /**
   * Calls others' code in the midst of a charge's, which waits for it and has no part in it. When the charge's code is stopped first, it is not
   * called.
   */
  callInner<T>(charge: Charge, call: () => PromiseLike<T>): PromiseLike<T> {
    // The runner has words for that, with the line that calls it.
    if (charge.inner) return call()
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    if (this.#running === charge) this.#setRunning(undefined)
    charge.end(now())
    this.#hooks.onChange()
    const callUnlessStopped = async (): Promise<void> => {
      await nextTurn()
      if (charge.wasStopped) return
      await runForNobody(async () => call()).then(
        (value) => this.#enter(charge, () => resolve(value)),
        (error) => this.#enter(charge, () => reject(error)),
      )
    }
    charge.inner = callUnlessStopped()
    return promise
  }

  #enter(charge: Charge, begin: () => void): void {
    setImmediate(() => {
      if (charge.isOver) return begin()
      // Nobody is on the stack here: that a call has come back is not known where a stop has emptied the queue.
      this.#running?.comeBack(now())
      this.#hooks.onChange()
      charge.begin(now())
      this.#setRunning(charge)
      begin()
      // Runs right behind the call, before all that the call has put into the queue.
      Promise.resolve().then(() => charge.comeBack(now()))
    })
  }

  #setRunning(charge: Charge | undefined): void {
    this.#running = charge
    this.#hooks.onRunning(charge)
  }
}
