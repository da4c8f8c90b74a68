import process from 'node:process'
import { isOwn } from '../blame/foreign.ts'
import { type Frame, isNodes } from '../blame/frame.ts'
import { WRAPPER_URL } from '../blame/wrapper.ts'

/**
 * On Node 22 it takes luck to find somebody between two microtasks. Everywhere a loop that was stepped through may take its next interrupt a
 * second late; so it is done only where nothing can be stopped otherwise.
 */
export const CAN_STEP: boolean = Number(process.versions.node.split('.')[0]) >= 24

/** Inside this function of Node 22, with nobody above it, V8 works off microtasks, and no async id is half-way pushed. */
const SAFE_BETWEEN = 'runNextTicks'

/** Node's functions that work off the queues of ticks and microtasks. */
const QUEUES: readonly string[] = ['processTicksAndRejections', 'runNextTicks', 'runMicrotasks']

/** Those that call the callbacks of a phase, one after the other. */
const PHASES: readonly string[] = ['listOnTimeout', 'processTimers', 'processImmediate']

/** Where Node runs async hooks: it counts how deep they are, and ends the process over one that is unwound. */
const ASYNC_HOOKS = 'node:internal/async_hooks'

/** What Node works off its queues with, and that calls nobody else. */
const HELPERS: readonly string[] = ['node:internal/async_context_frame', 'node:internal/fixed_queue']

/** Through this function of theirs Node calls callbacks; it is harmless. */
const TRAMPOLINE = 'callbackTrampoline'

/** What a stuck thread was doing. */
export class Stack {
  /** Innermost first, without async hooks of Node's, and without work of the ledger's, that were running on top. */
  readonly frames: readonly Frame[]
  /** Whether such hooks were running. */
  readonly isInHook: boolean
  /** The innermost frame that is not Node's. */
  readonly culprit: Frame | undefined

  /** @param all - its frames, innermost first */
  constructor(all: readonly Frame[]) {
    const hooks = all.findLastIndex((frame) => frame.url === ASYNC_HOOKS && frame.function !== TRAMPOLINE) + 1
    this.isInHook = hooks > 0
    this.frames = all.slice(Math.max(hooks, ledgersFrames(all)))
    this.culprit = this.frames.find((frame) => !isNodes(frame))
  }

  /** The outermost frame that is not Node's. */
  get outermost(): Frame | undefined {
    return this.frames.findLast((frame) => !isNodes(frame))
  }

  /**
   * Whether there is nobody on the stack because one microtask or tick has ended and the next has not begun. To stop there
   * would be too early: Node may still push the next one's async id, and abort over it when that one is unwound.
   */
  get isBetween(): boolean {
    return this.culprit === undefined && (CAN_STEP || this.frames[0]?.function !== SAFE_BETWEEN)
  }

  /** Whether it is a microtask or a tick that runs, and no callback of its own. */
  get isInQueue(): boolean {
    const outermost = this.frames.findLastIndex((frame) => !isNodes(frame))
    const callers = this.frames.slice(outermost + 1)
    return callers.length === 0 || callers.some(isQueue)
  }

  /** Whether the culprit may have just been called, or resumed. Who calls somebody of Node's is past that. */
  get isAtHead(): boolean {
    return this.culprit?.isAtHead === true && this.culprit === this.frames[0]
  }

  /** Whether a queue has just called a function, or resumed it who knows where. */
  get isResumed(): boolean {
    return this.isAtHead && this.isInQueue && this.outermost === this.culprit
  }

  /** Whether what runs next of interest is behind the end of the function on top. */
  get isBestLeft(): boolean {
    return this.isInHook || HELPERS.includes(this.frames[0]?.url ?? '')
  }

  /**
   * Whether what runs, with nobody on the stack, has somebody to call next. Other work of Node's may be its own, such as that for
   * observers of the garbage collector; and a hook outside of the queues one of the many thousands that a runaway leaves behind.
   */
  get leadsToSomebody(): boolean {
    return this.frames.some((frame) => isQueue(frame) || (!this.isInHook && isPhase(frame)))
  }

  /** Whether it is this package that runs: the pause came when the turn had moved on. */
  get isOurs(): boolean {
    return this.culprit !== undefined && isOwn(this.culprit)
  }
}

const isPhase = (frame: Frame): boolean => PHASES.includes(frame.function)
const isQueue = (frame: Frame): boolean => QUEUES.includes(frame.function)

/** How many frames on top are the ledger's, and what it calls of Node's: the thread is in a wrapper, in the middle of a call of the user's. */
function ledgersFrames(frames: readonly Frame[]): number {
  const wrapper = Math.max(
    0,
    frames.findIndex(({ url }) => url === WRAPPER_URL),
  )
  const onTop = frames.slice(0, wrapper)
  return onTop.some(isOwn) && onTop.every((frame) => isOwn(frame) || isNodes(frame)) ? wrapper : 0
}
