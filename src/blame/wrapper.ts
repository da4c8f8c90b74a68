import { compileFunction } from 'node:vm'
import { coarseNow } from '../realm.ts'

/**
 * The script that wrappers are in, by the name of which they are told in stacks. It is one of Node's, so that runners leave it
 * out of the stacks that they print, and nobody takes a wrapper for the user's code, or for ours.
 */
export const WRAPPER_URL = 'node:internal/loop-canary'

/** Is told of each call of a wrapped function. */
export interface Follower {
  /** @returns whether to be told of this call's end, which will not be when it is stopped in the middle */
  begin(args: readonly unknown[]): boolean
  end(args: readonly unknown[], result: unknown): void
  /** A call is over whose end it did not want to be told of: that it is, and no more. */
  pass(): void
}

type Callable = (...args: never[]) => unknown
type Apply = (target: Callable, self: unknown, args: unknown[]) => unknown

/** A wrapped function. Its wrapper does nothing, unless it is awake. */
export interface Wrapper {
  readonly call: Callable
  isAwake: boolean
}

/** A look that had to wait for the end of a shorter call has had something else to wait for. */
const WORTH_LANDING_MS = 5

const makeTrap = compileFunction(
  `function land() {}
  return function apply(target, self, args) {
    if (!follower.begin(args)) {
      const startedAt = clock()
      try {
        return call(target, self, args)
      } finally {
        if (clock() - startedAt >= ${WORTH_LANDING_MS}) land()
        follower.pass()
      }
    }
    let result
    try {
      return (result = call(target, self, args))
    } finally {
      follower.end(args, result)
    }
  }`,
  ['follower', 'call', 'clock'],
  { filename: WRAPPER_URL },
) as (follower: Follower, call: Apply, clock: () => number) => Apply

const { apply } = Reflect

/**
 * Wraps a function in what looks and behaves like it in all respects: a proxy, in which a follower of its calls sits. Where that has no use
 * for a call, a look that has had to wait for its end lands right behind it, and not in what the caller does next.
 *
 * @param name - what looks are to find on the stack
 */
export function wrap(target: Callable, follower: Follower, name: string): Wrapper {
  const trap = Object.defineProperty(makeTrap(follower, apply as Apply, coarseNow), 'name', { value: name })
  const handler: { apply: Apply | undefined } = { apply: undefined }
  return {
    call: new Proxy(target, handler as ProxyHandler<Callable>),
    set isAwake(isAwake: boolean) {
      handler.apply = isAwake ? trap : undefined
    },
  }
}
