import process from 'node:process'
import { currentCharge } from './scopes.ts'

type Emit = typeof process.emit

let isSilenced = false

/**
 * Keeps to itself what is rejected in the name of work that was stopped: promises that nobody can wait for any more, such as a runner's
 * own for the time limit of the test. Everybody else's rejections go where they always went. From the first stop on, for as long as the
 * thread lives: such a limit may be over when the tests are, too.
 */
export function silenceStopped(): void {
  if (isSilenced) return
  isSilenced = true
  const emit: Emit = process.emit
  process.emit = function (this: unknown, event: string, ...rest: unknown[]) {
    if (event === 'unhandledRejection' && currentCharge()?.wasStopped) return true
    return Reflect.apply(emit, this, [event, ...rest])
  } as Emit
}
