import { CAN_STEP, type Stack } from './stack.ts'

/** Steps from between two microtasks, or out of a hook, to somebody, at most: to see who that is, and to stop there. */
const MAX_STEPS_TO_SEE = 50
const MAX_STEPS = 200

/** Node calls the hooks of what was thrown away by the ten thousand, one after the other: nobody steps out of that. */
const MAX_STEPS_IN_HOOKS = 10

/** A step that has not ended after so much of the thread's own time never will: a regular expression is one, and so is a lock. */
const STEP_WITHIN_MS = 20

/** What to do with a paused thread. */
export type Next = 'resume' | 'step' | 'stop'

/** The steps from where a thread was paused to where there is somebody to see, or where it can be stopped without harm. */
export class Steps {
  /** Whether it has asynchronous hooks, where nobody may be stopped. */
  hasHooks = false
  #taken = 0
  /** Of the last ones, those that began in hooks. */
  #inHooks = 0
  /** How much of its own time the thread had been silent when the last one that led on was asked for, in ms. */
  #ledOnAtMs = 0

  /**
   * Decides by where the thread is.
   *
   * @param reason - why it is paused, as the debugger puts it
   * @param isToStop - whether its time is up
   * @param silentMs - how much of its own time it has been silent, in ms
   */
  decide(stack: Stack, reason: string, isToStop: boolean, silentMs: number): Next {
    if (stack.isInHook) this.hasHooks = true
    // At a step the thread is unwound where it stands; after an interrupt at the next occasion, which may be inside a hook.
    const isSafe = !this.hasHooks || reason === 'step' || this.#leadNowhere(silentMs)
    if (isToStop && !stack.isInHook && !stack.isBetween && isSafe) return 'stop'
    const leadsOn = stack.culprit ? isToStop : stack.leadsToSomebody && (CAN_STEP || (isToStop && this.hasHooks))
    this.#inHooks = stack.isInHook ? this.#inHooks + 1 : 0
    const areEnough = this.#taken >= (isToStop ? MAX_STEPS : MAX_STEPS_TO_SEE) || this.#inHooks > MAX_STEPS_IN_HOOKS
    return leadsOn && !areEnough ? 'step' : 'resume'
  }

  take(reason: string, silentMs: number): void {
    // An interrupt in the middle of a step is no new begin.
    if (this.#taken === 0 || reason === 'step') this.#ledOnAtMs = silentMs
    this.#taken++
  }

  end(): void {
    this.#taken = this.#inHooks = 0
  }

  #leadNowhere(silentMs: number): boolean {
    return this.#taken > 0 && silentMs - this.#ledOnAtMs > STEP_WITHIN_MS
  }
}
