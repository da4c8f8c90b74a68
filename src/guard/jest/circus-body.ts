import { inspect } from 'node:util'
import type { Body, Done } from './circus.ts'

/** Calls code in the way of the guard's, and settles as it does. */
export type Judge = <T>(call: () => T | PromiseLike<T>) => Promise<T>

/** What circus knows of a body beside the function. */
interface Kind {
  isHook: boolean
  /** Bears the place where it was defined. */
  asyncError: Error
}

/**
 * A body for circus that calls another one by way of a judge. Circus treats it as it would have treated the other: it goes by the
 * number of parameters.
 */
export function judgedBody(body: Body, judge: Judge, { isHook, asyncError }: Kind): Body {
  // Circus itself takes one step after the other of these.
  if (isGenerator(body)) return body
  return body.length > 0 ? withDone(body, judge, asyncError) : withoutDone(body, judge, isHook)
}

const isGenerator = (body: Body): boolean => Object.prototype.toString.call(body) === '[object GeneratorFunction]'

function withoutDone(body: Body, judge: Judge, isHook: boolean): Body {
  return function (this: unknown) {
    return judge(() => {
      const returned = body.call(this)
      if (!isHook && returned !== undefined && !isThenable(returned))
        throw new Error(withReturned(MUST_NOT_RETURN, returned))
      return returned
    })
  }
}

/** Circus hears of the first call of `done` when the judge has judged; it deals with every further one as ever. */
function withDone(body: Body, judge: Judge, asyncError: Error): Body {
  return function (this: unknown, done?: Done) {
    let hasTold = false
    const tell = (reason?: unknown): void => {
      if (hasTold) return
      hasTold = true
      done!(reason)
    }
    const untilDone = () =>
      new Promise<void>((resolve, reject) => {
        let wasCalled = false
        const returned = body.call(this, (reason) => {
          if (wasCalled) {
            tell()
            done!(reason)
            return
          }
          wasCalled = true
          // Circus makes an error of it, which shows where this was called.
          if (reason && !isError(reason)) tell(reason)
          // A value that is returned counts also when `done` is called before.
          queueMicrotask(() => {
            if (returned === undefined) reason ? reject(reason) : resolve()
            else reject(errorAt(asyncError, withReturned(EITHER_DONE_OR_RETURN, returned)))
          })
        }) as unknown
      })
    judge(untilDone).then(
      () => tell(),
      (error) => tell(error || new Error(`thrown: ${inspect(error)}`)),
    )
  }
}

// In the words of circus, which does not get to see what is returned.
const MUST_NOT_RETURN = 'test functions can only return Promise or undefined.'
const EITHER_DONE_OR_RETURN =
  "Test functions cannot both take a 'done' callback and return something. Either use a 'done' callback, or return a promise."

const withReturned = (message: string, returned: unknown): string =>
  `${message}\nReturned value: ${inspect(returned, { depth: 3 })}`

/** With the stack of another one, which may have been written down by now, together with the message of that. */
function errorAt({ stack = '' }: Error, message: string): Error {
  const places = stack.split('\n').filter((line) => /^ +at /.test(line))
  return Object.assign(new Error(message), { stack: [`Error: ${message}`, ...places].join('\n') })
}

const isThenable = (value: unknown): boolean => typeof (value as PromiseLike<unknown> | null)?.then === 'function'

/** As circus tells errors, which may come from another realm. */
const isError = (value: unknown): boolean => Boolean((value as Error)?.message && (value as Error)?.stack)
