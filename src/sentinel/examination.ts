import { AtPause } from './at-pause.ts'
import { DEBUGGED } from './debugger.ts'
import { Ending } from './ending.ts'
import { Hold } from './hold.ts'
import { type Case, type Instruments, instrumentsFor } from './instruments.ts'
import { Lookout } from './lookout.ts'
import { CAN_STEP, type Stack } from './stack.ts'

/** How often the sentinel looks at the clock while the thread is stuck. */
const TICK_MS = 2

/** How long a pause may take to come before it is asked for again. A thread in a built-in takes no notice until it is back. */
const PAUSE_AGAIN_MS = 25

/**
 * Looks into a thread that is stuck, for as long as it is: takes samples of its stack, and stops it when its time is up.
 * Attaches the inspector only for that, and detaches in the end.
 */
export class Examination {
  readonly #on: Instruments
  readonly #lookout: Lookout
  readonly #hold: Hold
  readonly #ending: Ending
  /** Whether the inspector may be used now. */
  #isConnected = false
  /** Whether somebody else's debugger is, or may be, attached: then nothing is paused or stopped any more. */
  #isDebugged = false
  #isAsking = false
  #isClosing = false

  constructor(one: Case) {
    this.#on = instrumentsFor(one)
    const onSeen = (stack: Stack): void => this.#seen(stack)
    const onRead = (reading: { hasHooks: boolean; idleMs: number }): void => this.#read(reading)
    this.#lookout = new Lookout(this.#on, { onSeen, onRead, onDebugged: () => this.#seeDebugger() })
    this.#hold = new Hold({
      ...this.#on,
      onRead,
      onPaused: (paused) => {
        // Too late once the connection is being ended, which ends the pause as well.
        if (!this.#isClosing) atPause.paused(paused)
      },
    })
    const atPause = new AtPause(this.#on, this.#hold, onSeen)
    this.#ending = new Ending(one.data, one.findings)
  }

  /**
   * Resolves when the loop turns again, or when another debugger is needed to make it.
   *
   * @returns how long the loop had been silent in the end, in ms
   */
  async run(): Promise<number> {
    const { silence, thread, stops, sampler, link } = this.#on
    // Not awaited: only the loop below keeps this thread alive meanwhile, and it must go on should no answer come.
    this.#connect().catch((error) => {
      this.#on.findings.problems.push(
        `no stack was taken, and no later turn can be stopped: ${(error as Error).message}`,
      )
    })
    stops.tryAnew()
    let lastedMs = 0
    try {
      while (!thread.hasMovedOn) {
        lastedMs = silence.wallMs
        // A loop that turns again, and has nothing to do, gives no sign of life by itself.
        if (stops.areUnderWay) this.#on.send({ kind: 'ping', watch: this.#on.watch })
        this.#lookIfDue()
        // A debugger that has lost its way is replaced by a new one.
        if (stops.areInVain) break
        this.#ending.tick(this.#isTimeToStop && !this.#isDebugged, lastedMs)
        await this.#sleep()
      }
    } finally {
      this.#isClosing = true
      sampler.end()
      await link.disconnect()
    }
    return lastedMs
  }

  async #connect(): Promise<void> {
    if (!this.#on.data.mayInspect) throw new Error('the inspector is not permitted, see --allow-inspector')
    await this.#on.link.connect()
    this.#isConnected = true
  }

  async #sleep(): Promise<void> {
    const { silence, punctuality } = this.#on
    punctuality.sleep(TICK_MS)
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    silence.wasLate(punctuality.wake())
  }

  #lookIfDue(): void {
    if (!this.#isConnected || this.#isDebugged || this.#isAsking || this.#on.thread.isNearLimit) return
    if (this.#isTimeToPause()) this.#pause().catch(() => {})
    else if (this.#isTimeToLook()) this.#lookout.look()
  }

  /** Whether there is somebody to stop: not the runner, who waits for it. */
  get #isTimeToStop(): boolean {
    return this.#on.deadline.overdueMs >= 0 && !this.#on.seen.hasRunner
  }

  /** As long as there is somebody to see, and nobody to stop, the thread itself tells. */
  get #needsDebugger(): boolean {
    return this.#lookout.isAtItsEnd || this.#on.deadline.overdueMs >= 0
  }

  #isTimeToLook(): boolean {
    const isBusy = this.#lookout.isLooking || this.#hold.isDebugging
    return !isBusy && !this.#needsDebugger && this.#on.looks.isTimeForOne(this.#on.silence.wallMs)
  }

  #isTimeToPause(): boolean {
    const { stops, looks, silence } = this.#on
    // Now and then V8 forgets that it was asked.
    if (!this.#needsDebugger || this.#hold.askedAgoMs <= PAUSE_AGAIN_MS) return false
    if (stops.areUnderWay) return stops.isTimeForAnother
    return this.#isTimeToStop || looks.isTimeForOne(silence.wallMs)
  }

  /** What only the thread itself knows. */
  #read({ hasHooks, idleMs }: { hasHooks: boolean; idleMs: number }): void {
    this.#on.deadline.read(idleMs)
    if (CAN_STEP && hasHooks) this.#on.steps.hasHooks = true
  }

  #seen({ frames }: Stack): void {
    const { isPatrol, deadline, seen } = this.#on
    if (isPatrol) deadline.sees(frames)
    seen.take(frames)
  }

  async #pause(): Promise<void> {
    const { thread, looks, sampler } = this.#on
    if (!this.#hold.isDebugging) {
      await this.#lookForDebuggers()
      if (this.#isDebugged || this.#isClosing || thread.hasMovedOn) return
      looks.begin()
      sampler.begin()
    }
    this.#hold.pause()
  }

  async #lookForDebuggers(): Promise<void> {
    this.#isAsking = true
    try {
      await this.#hold.left()
      if (await this.#on.link.isDebugged()) this.#seeDebugger()
    } finally {
      this.#isAsking = false
    }
  }

  #seeDebugger(): void {
    this.#isDebugged = true
    this.#on.findings.problems.push(DEBUGGED)
  }
}
