import { Script } from 'node:vm'
import { MAX_TIMEOUT_MS } from '../options.ts'

// `vm` can stop a loop of heavy built-ins, which takes no interrupts from a debugger; it stops scripts, so this is one.
const NAME = 'loop-canary.call'
let script: Script | undefined
let action: () => void = () => {}
const run = (): void => action()

const compile = (): Script => new Script(`globalThis[Symbol.for('${NAME}')]()`, { filename: 'node:loop-canary' })

/**
 * Calls a function that does not throw, and stops it when it takes longer than `ms`. Nothing of what is stopped runs on, not
 * even `finally`. Node starts a thread for that before the call, and waits for its end after it.
 *
 * @throws when it was stopped
 */
export function callWithin(ms: number, call: () => void): void {
  if (ms > MAX_TIMEOUT_MS) {
    call()
    return
  }
  script ??= compile()
  action = call
  // At each call, because another copy of the package has the same name for its own.
  Object.defineProperty(globalThis, Symbol.for(NAME), { value: run, configurable: true, enumerable: false })
  try {
    script.runInThisContext({ timeout: Math.ceil(ms), displayErrors: false })
  } finally {
    action = () => {}
  }
}
