/**
 * The place of the assertion in the test: captured before the first await, because afterwards the test's frames are gone
 * from the stack.
 */
export class Anchor {
  readonly #holder: { stack?: string } = {}

  /** @param below - the function whose frame, and every frame it called, is left out */
  constructor(below: (...args: never[]) => unknown) {
    Error.captureStackTrace(this.#holder, below)
  }

  /** Gives an error the place of the assertion as its stack. */
  stamp<E extends Error>(error: E): E {
    const [, ...frames] = (this.#holder.stack ?? '').split('\n')
    const visible = frames.filter((frame) => !HOST_FRAME.test(frame))
    error.stack = [`${error.name}: ${error.message}`, ...visible].join('\n')
    return error
  }
}

/** Wrappers that the runners put around custom matchers, and would show as if they were the user's. */
const HOST_FRAME = /__EXTERNAL_MATCHER_TRAP__|throwingMatcher|[\\/]node_modules[\\/](expect|@vitest[\\/]expect)[\\/]/
