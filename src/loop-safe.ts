import { checkNames, checkObject, unexpected } from './bad-input.ts'
import { engine } from './engine.ts'

/** Options of `loopSafe.allow`. */
export interface AllowOptions {
  /** Only stalls of up to so many ms are allowed. Default: of any length. */
  upTo?: number
}

/** Tells the guard what may block the loop. */
export interface LoopSafe {
  /**
   * Calls a function, and allows it to block, and everything that it leaves to timers and promises. It nests, ends with the function also
   * when that throws, and holds across `await`. Where no guard is on, the function is just called.
   *
   * @returns what the function returns
   * @throws what the function throws; TypeError when the function or an option is not what it should be
   * @example
   * ```ts
   * const schema = loopSafe.allow(() => compileOnce(definitions))
   * await loopSafe.allow({ upTo: 500 }, () => importFixtures())
   * ```
   */
  allow<T>(call: () => T): T
  allow<T>(options: AllowOptions, call: () => T): T
  /** Allows the rest of the test, or of the hook, that calls it. */
  allow(options?: AllowOptions): void
}

function allow<T>(first?: AllowOptions | (() => T), second?: () => T): T | undefined {
  const call = typeof first === 'function' ? first : second
  const options = typeof first === 'function' || first === undefined ? {} : first
  checkObject(options)
  checkNames(options, ['upTo'])
  const { upTo = Number.POSITIVE_INFINITY } = options
  if (typeof upTo !== 'number' || !(upTo > 0)) {
    throw unexpected('the `upTo` option', 'a positive number of milliseconds', upTo)
  }
  if (call !== undefined && typeof call !== 'function') throw unexpected('what is allowed', 'a function', call)
  const patrol = engine.currentPatrol()
  return patrol ? patrol.allow(upTo, call) : call?.()
}

/** See {@link LoopSafe}. */
export const loopSafe: LoopSafe = { allow: allow as LoopSafe['allow'] }
