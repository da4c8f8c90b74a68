import { isPromise } from 'node:util/types'
import { MAX_TIMEOUT_MS, type ResolvedWatchOptions } from '../options.ts'
import { clearTimeout, idleTime, now, pollVisits, setTimeout } from '../realm.ts'
import type { Outcome } from '../report.ts'
import { callWithin } from '../sentinel/call-within.ts'
import { ended, failed } from './outcome.ts'

/** A moment on every clock that a watch reads. */
export interface Moment {
  atMs: number
  idleMs: number
  pollVisits: number
}

/** From the call of the subject to its settlement. */
export interface SubjectRun {
  launched: Moment
  /** When the call came back, with its result or its promise. On `realm.now`. */
  returnedAtMs: number
  settled: Moment
  outcome: Outcome
}

/** Called synchronously, so that nothing comes between them and the subject. */
export interface LaunchHooks {
  /**
   * Right before the subject is called. Who stops it, says so with `stopped`, for its own code never will; whose clock says that its
   * time is over, with `expire`.
   */
  launch(stopped: () => void, expire: () => void): void
  /** Right after the call, unless it was stopped. */
  return(): void
  /** When the limit to the call is put away, for which Node takes its time. */
  back(): void
  /** When the subject settles. */
  settle(): void
}

const LAUNCH_DELAY_MS = 1

/**
 * Calls the subject from a timers-phase callback of a real timer, with nothing of ours or of the runner's on the stack.
 * From there every hand-back to the loop costs at least one visit to poll, and everything else costs none.
 *
 * @param callWithinMs - the limit to the synchronous part of the call
 * @throws the signal's reason when the signal aborts first.
 */
export function launch(
  subject: () => unknown,
  callWithinMs: number,
  options: ResolvedWatchOptions,
  hooks: LaunchHooks,
): Promise<SubjectRun> {
  const { timeout, signal } = options
  if (signal?.aborted) return Promise.reject(signal.reason)
  const { promise, resolve, reject } = Promise.withResolvers<SubjectRun>()
  let isSettled = false
  let deadline: NodeJS.Timeout | undefined
  const abort = (): void => {
    isSettled = true
    reject(signal!.reason)
  }
  signal?.addEventListener('abort', abort)

  let launched = moment()
  let returnedAtMs = launched.atMs
  const settle = (outcome: Outcome): void => {
    if (isSettled) return
    isSettled = true
    const settled = moment()
    hooks.settle()
    resolve({ launched, returnedAtMs, settled, outcome })
  }
  const expire = (): void => settle({ kind: 'pending', afterMs: now() - launched.atMs })
  const stopped = (): void => settle({ kind: 'stopped', afterMs: now() - launched.atMs })

  const call = () => {
    hooks.launch(stopped, expire)
    launched = moment()
    let result: unknown
    try {
      result = subject()
    } catch (error) {
      returnedAtMs = now()
      return settle(failed('threw', error))
    }
    returnedAtMs = now()
    if (!isObject(result)) return settle(ended('returned', result))
    let then: unknown
    try {
      then = (result as PromiseLike<unknown>).then
    } catch (error) {
      // As `await` would have it.
      return settle(failed('rejected', error))
    }
    if (typeof then !== 'function') return settle(ended('returned', result))
    // As `await` would have it, but for a getter `then`, which must not be called twice.
    const adopt = (): unknown => new Promise((fulfil, reject) => then.call(result, fulfil, reject))
    Promise.resolve(isPromise(result) ? result : Promise.resolve().then(adopt)).then(
      (value) => settle(ended('resolved', value)),
      (reason) => settle(failed('rejected', reason)),
    )
  }
  const begin = () => {
    if (timeout !== false) deadline = setTimeout(expire, Math.min(timeout, MAX_TIMEOUT_MS))
    let isOver = false
    try {
      callWithin(callWithinMs, () => {
        call()
        isOver = true
        hooks.return()
      })
    } catch {
      if (!isOver) {
        returnedAtMs = now()
        return stopped()
      }
    }
    hooks.back()
  }
  const timer = setTimeout(begin, LAUNCH_DELAY_MS)

  return promise.finally(() => {
    clearTimeout(timer)
    clearTimeout(deadline)
    signal?.removeEventListener('abort', abort)
  })
}

function moment(): Moment {
  return { atMs: now(), idleMs: idleTime(), pollVisits: pollVisits() }
}

function isObject(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
