import { getCallSites } from 'node:util'

const FRAMES = 8
const TIMERS = 'node:internal/timers'

/**
 * Called in a timer's callback: tells right after it whether the same timers phase has another timer to run.
 *
 * Node runs the microtasks of a timer from inside its loop over the due timers when another one is due, and after that loop
 * when it was the last. The stack of a microtask shows which of the two it is.
 */
export function whenTimerEnds(tell: (anotherFollows: boolean) => void): void {
  Promise.resolve().then(() => tell(getCallSites(FRAMES, { sourceMap: false }).some(isOfTimers)))
}

const isOfTimers = ({ scriptName }: { scriptName: string }): boolean => scriptName === TIMERS
