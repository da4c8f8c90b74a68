import { compileFunction } from 'node:vm'

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
}

type Callable = (...args: never[]) => unknown
type Apply = (target: Callable, self: unknown, args: unknown[]) => unknown

/** A wrapped function. Its wrapper does nothing, unless it is awake. */
export interface Wrapper {
  readonly call: Callable
  isAwake: boolean
}

const makeTrap = compileFunction(
  `return function apply(target, self, args) {
    if (!follower.begin(args)) return call(target, self, args)
    let result
    try {
      return (result = call(target, self, args))
    } finally {
      follower.end(args, result)
    }
  }`,
  ['follower', 'call'],
  { filename: WRAPPER_URL },
) as (follower: Follower, call: Apply) => Apply

const { apply } = Reflect

/** Wraps a function in what looks and behaves like it in all respects: a proxy, in which a follower of its calls sits. */
export function wrap(target: Callable, follower: Follower): Wrapper {
  const trap = makeTrap(follower, apply as Apply)
  const handler: { apply: Apply | undefined } = { apply: undefined }
  return {
    call: new Proxy(target, handler as ProxyHandler<Callable>),
    set isAwake(isAwake: boolean) {
      handler.apply = isAwake ? trap : undefined
    },
  }
}
