import type { CallFrame } from './call-frame.ts'
import { ask } from './help.ts'
import type { InspectorLink } from './inspector-link.ts'

/**
 * What Node's own functions would have done in their `finally`, for those that are unwound without it. Each is evaluated in
 * the frame of the function that it is named after.
 */
const REPAIRS: Record<string, string> = {
  // The immediates behind the unwound one still run; or what is unwound is a tick between two, and the next has not begun.
  processImmediate: `if (immediate === prevImmediate) immediate._onImmediate = null
    if (prevImmediate) outstandingQueue.head = prevImmediate._idleNext
    0`,
  // Node counts the timers that keep the process alive, and goes wrong in either direction when one is lost.
  listOnTimeout: `if (!timer._idleNext && !timer._idlePrev && !timer._destroyed) {
    timer._destroyed = true
    if (timer[kRefed]) timeoutInfo[0]--
  } 0`,
}

/**
 * Unwinds everything on the stack of a thread, as soon as it is let go. To be called while it is paused, so that all of it happens before it
 * goes on.
 */
export function unwind(link: InspectorLink, callFrames: readonly CallFrame[]): void {
  for (const { functionName, callFrameId } of callFrames) {
    const expression = REPAIRS[functionName]
    if (expression) link.post('Debugger.evaluateOnCallFrame', { callFrameId, silent: true, expression }).catch(() => {})
  }
  for (const what of ['stopScope', 'clearAsyncStack', 'turnOnceMore'] as const) link.evaluate(ask(what)).catch(() => {})
  link.post('Runtime.terminateExecution').catch(() => {})
}
