import { clearImmediate, clearTimeout, isNodesFake, setImmediate, setTimeout } from './realm.ts'

/** What `@sinonjs/fake-timers` leaves on each function that it fakes; Vitest's and Jest's own fakes are made of it. */
interface FakeClock {
  countTimers(): number
  /** Moves on to the next timer, and calls it. */
  next(): number
}

/** How soon to look again for fake timers that wait, in ms: a function may install them itself, or make its next one later. */
const LOOK_AGAIN_MS = 1

/**
 * @param globals - the global object of the subject's context
 * @returns the clock of the fake timers that are installed there, where there is one to advance
 */
function clockOf(globals: object): FakeClock | undefined {
  const { clock } = (globals as { setTimeout: { clock?: Partial<FakeClock> } }).setTimeout
  return typeof clock?.next === 'function' && typeof clock.countTimers === 'function' ? (clock as FakeClock) : undefined
}

/** Node's own fakes, and Jest's legacy ones, have no clock to be found. */
function areFakedOtherwise(globals: object): boolean {
  const fake = (globals as { setTimeout: { _isMockFunction?: boolean; name: string } }).setTimeout
  return fake._isMockFunction === true || isNodesFake(fake)
}

/** In words, why a function may wait for ever: nobody advances fake timers while it is watched. */
export function waitsOnFakes(globals: object): string[] {
  const clock = clockOf(globals)
  const waiting = clock?.countTimers() ?? 0
  if (waiting > 0) {
    const timers = waiting === 1 ? '1 timer waits' : `${waiting} timers wait`
    return [
      `${timers} on fake timers, which nobody advances: let the function do so itself, or pass \`advanceTimers: true\``,
    ]
  }
  if (!clock && areFakedOtherwise(globals)) {
    return ['timers are faked, and nobody advances them while the function is watched: let it do so itself']
  }
  return []
}

/** Whether timers are faked. */
export const areFaked = (globals: object): boolean => clockOf(globals) !== undefined || areFakedOtherwise(globals)

/** Advances the fake timers that are installed, one timer in a turn of the real loop, so that what each does is seen for itself. */
export class FakeTimersAdvancer {
  readonly #globals: object
  #immediate: NodeJS.Immediate | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(globals: object) {
    this.#globals = globals
  }

  start(): void {
    this.#immediate = setImmediate(this.#step)
  }

  stop(): void {
    clearImmediate(this.#immediate)
    clearTimeout(this.#timer)
  }

  readonly #step = (): void => {
    const clock = clockOf(this.#globals)
    if (!clock || clock.countTimers() === 0) {
      this.#timer = setTimeout(this.#step, LOOK_AGAIN_MS)
      return
    }
    // First of all, so that a callback that throws or is stopped does not end the chain.
    this.start()
    clock.next()
  }
}
