import { stackLine } from '../blame/stack-line.ts'
import type { Position } from '../report.ts'

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

  /** Where the assertion stands, as `file:line:column`; the empty string where that is not known. */
  get place(): string {
    const { file, at } = this.#usersPlace()
    const path = file.startsWith('file://') ? decodeURI(file.slice('file://'.length)) : file
    return path + at
  }

  /** Its file as stacks name it, and what stands behind that. */
  #usersPlace(): { file: string; at: string } {
    const frame = this.#visibleFrames().find((frame) => !NOT_THE_USERS.test(frame)) ?? ''
    const [, file = '', at = ''] = /(?:\(|at (?:async )?)([^(]+?)(:\d+:\d+)\)?$/.exec(frame) ?? []
    return { file, at }
  }

  /**
   * Gives an error the place of the assertion as its stack, below the places that are to blame: runners draw their code
   * frame at the first one.
   */
  stamp<E extends Error>(error: E, blamed: readonly Position[] = []): E {
    error.stack = [`${header(error)}${error.message}`, ...blamed.map(stackLine), ...this.#visibleFrames()].join('\n')
    return error
  }

  /**
   * Adds the place of the assertion to an error that comes from elsewhere and has no line of its file, such as that of a timer, of Node or of an
   * aborted signal: nobody would know which assertion it was.
   *
   * @returns the same error, which may be any value
   */
  addTo<E>(error: E): E {
    const { file } = this.#usersPlace()
    const { stack } = (error ?? {}) as { stack?: unknown }
    if (file !== '' && typeof stack === 'string' && !stack.includes(file)) {
      Reflect.set(error as object, 'stack', [stack, ...this.#visibleFrames()].join('\n'))
    }
    return error
  }

  #visibleFrames(): string[] {
    const [, ...frames] = (this.#holder.stack ?? '').split('\n')
    return frames.filter((frame) => !HOST_FRAME.test(frame))
  }
}

/** Wrappers that the runners put around custom matchers, and would show as if they were the user's. */
const HOST_FRAME = /__EXTERNAL_MATCHER_TRAP__|throwingMatcher|[\\/]node_modules[\\/](expect|@vitest[\\/]expect)[\\/]/

/** Frames of runners and of Node. */
const NOT_THE_USERS = /[\\/]node_modules[\\/]|\(?node:/

/** What stands before the message in the error's own stack: Node puts a code there. */
function header({ name, message, stack = '' }: Error): string {
  const end = stack.indexOf(message)
  return end > 0 ? stack.slice(0, end) : `${name}: `
}
