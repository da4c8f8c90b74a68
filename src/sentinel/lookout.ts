import { loadingOf } from '../blame/foreign.ts'
import { type Pause, pauseBetween } from '../turns/anatomy.ts'
import { ask, type Outlook } from './help.ts'
import type { Instruments } from './instruments.ts'
import { Stack } from './stack.ts'

/**
 * When looks from aside have told so often in a row that there is nobody, or not where he is, the debugger steps to somebody. At once where
 * a queue is worked off, because an interrupt is taken there between two calls.
 */
const MAX_UNCLEAR = 10

/** What V8 takes to come into an evaluation, and out of it again, in ms: 0.11 to 0.17, and 0.06 to 0.17. */
const INTO_MS = 0.14
const OUT_OF_MS = 0.11

/** Whom a lookout tells of what the thread has told. */
interface Listeners {
  onRead(outlook: Outlook): void
  onSeen(stack: Stack): void
  onDebugged(): void
}

/**
 * Looks from aside: has the thread itself tell of its stack, when it takes an interrupt. That costs a tenth of what the debugger does. And
 * asked to pause at the begin of a function V8 takes quadratic time: minutes in one of 200,000 lines, as a bundle is.
 */
export class Lookout {
  readonly #on: Instruments
  readonly #listeners: Listeners
  /** How often in a row it was not clear from its answer who it was, or where. */
  #unclear = 0
  /** Whether the thread was asked what it is doing, and has not answered. */
  isLooking = false

  constructor(on: Instruments, listeners: Listeners) {
    this.#on = on
    this.#listeners = listeners
  }

  /** Whether there is no more to learn in this way. */
  get isAtItsEnd(): boolean {
    return this.#unclear >= MAX_UNCLEAR
  }

  async look(): Promise<void> {
    const { looks, sampler, link, data } = this.#on
    this.isLooking = true
    looks.begin()
    sampler.begin()
    try {
      const outlook: Outlook = JSON.parse((await link.evaluate(ask('lookAround'))).value)
      // Only the main thread has an address.
      const isDebugged = data.threadId === 0 ? outlook.isDebugged : await link.isDebugged()
      if (isDebugged) this.#listeners.onDebugged()
      else this.#see(outlook)
    } catch {
      // Where `Error` is frozen no stack trace can be had.
      this.#unclear = MAX_UNCLEAR
    } finally {
      this.isLooking = false
    }
  }

  #see(outlook: Outlook): void {
    const { looks, sampler, thread, silence, seen } = this.#on
    this.#listeners.onRead(outlook)
    const { frames, beat, from, to, hasHooks, idleMs, ...circumstances } = outlook
    const stack = new Stack(frames)
    // Unless the turn had moved on when it answered.
    if (beat === thread.beat && !stack.isOurs) {
      sampler.take(stack, from.atMs, thread.isInCall, circumstances)
      this.#listeners.onSeen(stack)
      const isClear = stack.culprit !== undefined && !stack.isAtHead
      if (isClear) this.#unclear = 0
      else this.#unclear += stack.isInQueue && !loadingOf(stack.frames) ? MAX_UNCLEAR : 1
    }
    looks.took(around(pauseBetween(from, to)))
    looks.end(silence.wallMs, this.#unclear === 0, seen.isRunnersWork)
  }
}

const around = (pause: Pause): Pause => ({
  ...pause,
  startMs: pause.startMs - INTO_MS,
  wallMs: INTO_MS + pause.wallMs + OUT_OF_MS,
  cpuMs: INTO_MS + pause.cpuMs + OUT_OF_MS,
})
