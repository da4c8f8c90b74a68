import process from 'node:process'
import { Script } from 'node:vm'
import type { Frame } from '../blame/frame.ts'
import { idleTime, now, pollVisits, setImmediate } from '../realm.ts'
import { type MachineReading, readMachine } from '../turns/machine.ts'
import { NOBODY_URL } from './compilers.ts'
import { type Shared, Slot } from './protocol.ts'
import { currentScope, isInOpenScope, stopScope } from './scope.ts'
import { stackBelow } from './stack-here.ts'
import { type Turned, turnedSince } from './turned.ts'

/**
 * What the sentinel asks of the stuck thread over the inspector. It lives in that thread's main context, where the
 * inspector evaluates; see `ask`.
 */
const NAME = 'loop-canary'

export interface Help {
  /** A function that nobody calls, kept for the break point in it. */
  nobody: unknown
  beforeAttaching(number: number): MachineReading & { hasHooks: boolean; idleMs: number }
  afterAttaching(): MachineReading
  clearAsyncStack(): void
  turnOnceMore(): void
  isInOpenScope(): boolean
  stopScope(): void
  circumstances(): Circumstances
  /** An `Outlook`, as JSON: an object would cost the inspector 0.2 to 0.4 ms more. */
  lookAround(): string
}

/** What the thread has been doing, and whose work it is at. */
export interface Circumstances {
  turned?: Turned
  visits: number
  scope: readonly number[]
}

/** What the thread tells of itself, without being paused. */
export interface Outlook extends Circumstances {
  /** Innermost first. */
  frames: Frame[]
  hasHooks: boolean
  idleMs: number
  /** The number of its last sign of life. */
  beat: number
  /** Whether somebody else's debugger is, or may be, attached to it; only the main thread knows. */
  isDebugged: boolean
  /** When it was asked, and when it knew. */
  from: MachineReading
  to: MachineReading
}

/** What is to follow at once may take that long to arrive by way of another thread. */
const FOLLOWS_WITHIN_MS = 20

/**
 * To be called before what must not be done by half. When Node's time limit of the call was over while the inspector was at work, V8 ends
 * everything that is evaluated from there on, at its first call out of JavaScript, which may as well be this one. Who waits for the call
 * goes on then as Node has it.
 */
const meetTermination = (): void => void process.cpuUsage()

/**
 * Makes Node forget the async ids of the callbacks that are about to be unwound. Their clean-up will not run, and Node
 * aborts when it finds the stack of ids corrupted; when it has handled an uncaught error it clears that stack, so it is
 * told of one that nobody else hears of but a capture callback: there is no way past that, nor to have one of our own beside `node:domain`.
 */
function clearAsyncStack(): void {
  meetTermination()
  const error = new Error('loop-canary')
  const own = Object.getOwnPropertyDescriptor(process, 'emit')
  const restore = (): void => {
    if (own) Object.defineProperty(process, 'emit', own)
    else Reflect.deleteProperty(process, 'emit')
  }
  const emit = (event: string, ...args: unknown[]): boolean => {
    if (args[0] === error) return true
    // Also where the lines below were cut short.
    restore()
    return (process.emit as (...args: unknown[]) => boolean)(event, ...args)
  }
  Object.defineProperty(process, 'emit', { value: emit, configurable: true, writable: true })
  try {
    ;(process as unknown as { _fatalException(error: Error): void })._fatalException(error)
  } finally {
    restore()
  }
}

/**
 * Has the loop turn once more, after the immediates that are due. What is unwound may have been all that kept the process alive, and it
 * would be over before anybody has heard: who waits for that code may be about to begin something.
 */
function turnOnceMore(): void {
  meetTermination()
  setImmediate(() => setImmediate(() => {}))
}

/** Whether async hooks listen to promises: they give a number to each. */
function hasHooks(): boolean {
  // Not of the global `Promise`, which may be a library's.
  const promise = (async () => {})()
  return Object.getOwnPropertySymbols(promise).length > 0
}

// The ledger of sync calls may have put a wrapper in its place.
const { stringify } = JSON

const circumstances = (below: readonly Frame[]): Circumstances => ({
  turned: turnedSince(below),
  visits: pollVisits(),
  scope: currentScope(),
})

/** Offers the help in this thread's main context. */
export function offerHelp({ slots }: Shared): void {
  const help: Help = {
    nobody: new Script('(function nobody() {})', { filename: NOBODY_URL }).runInThisContext(),
    // Nothing may run between this, the attachment and the reading after it, so it waits until they are all under way.
    beforeAttaching(number) {
      const reading = readMachine()
      // Not asleep: V8 keeps one place for a sleeping thread, and the subject may be asleep in `Atomics.wait` itself.
      while (Atomics.load(slots, Slot.attached) !== number && now() < reading.atMs + FOLLOWS_WITHIN_MS);
      return { ...reading, hasHooks: hasHooks(), idleMs: idleTime() }
    },
    afterAttaching: readMachine,
    clearAsyncStack,
    turnOnceMore,
    isInOpenScope,
    stopScope,
    circumstances: () => circumstances(stackBelow(help.circumstances)),
    lookAround() {
      const from = readMachine()
      // On top there is still what was evaluated to come here.
      const frames = stackBelow(help.lookAround).slice(1)
      const outlook: Omit<Outlook, 'to'> = {
        from,
        frames,
        idleMs: idleTime(),
        hasHooks: hasHooks(),
        beat: slots[Slot.beat]!,
        isDebugged: process.getBuiltinModule('node:inspector').url() !== undefined,
        ...circumstances(frames),
      }
      return `${stringify(outlook).slice(0, -1)},"to":${stringify(readMachine())}}`
    },
  }
  Object.defineProperty(globalThis, Symbol.for(NAME), { value: help, configurable: true, enumerable: false })
}

/** The expression that asks for one piece of help. */
export const ask = (what: keyof Help, argument: number | '' = ''): string =>
  `globalThis[Symbol.for('${NAME}')].${what}(${argument})`
