import { isForeign, isRunnersWork, loadingOf, runsRunner } from '../blame/foreign.ts'
import { sharedNow } from '../realm.ts'
import { type Pause, pauseBetween } from '../turns/anatomy.ts'
import { DEBUGGED } from './debugger.ts'
import { ask, type Outlook } from './help.ts'
import { Hold, type Paused } from './hold.ts'
import { InspectorLink } from './inspector-link.ts'
import { endOrphan, giveUp, isOrphan, LAST_RESORT_MS } from './last-resort.ts'
import { Loading } from './loading.ts'
import { Looks } from './looks.ts'
import { type Findings, type Message, Moment, type SentinelData, Slot } from './protocol.ts'
import type { Punctuality } from './punctuality.ts'
import { Sampler } from './sampler.ts'
import type { Silence } from './silence.ts'
import { CAN_STEP, Stack } from './stack.ts'
import { type Next, Steps } from './steps.ts'
import type { Stops } from './stops.ts'
import { WatchedThread } from './watched-thread.ts'

/** How often the sentinel looks at the clock while the thread is stuck. */
const TICK_MS = 2
const MAX_TICK_MS = 50

/** How long a pause may take to come before it is asked for again. A thread in a built-in takes no notice until it is back. */
const PAUSE_AGAIN_MS = 25

/** What an orphan has under way may end so soon by itself, in ms; and by then it is known where it is. */
const ORPHAN_LASTS_MS = 1000

/**
 * When looks from aside have told so often in a row that there is nobody, or not where he is, the debugger steps to somebody. At once where
 * a queue is worked off, because an interrupt is taken there between two calls.
 */
const MAX_UNCLEAR = 10

/** What V8 takes to come into an evaluation, and out of it again, in ms: 0.11 to 0.17, and 0.06 to 0.17. */
const INTO_MS = 0.14
const OUT_OF_MS = 0.11

/**
 * Looks into a thread that is stuck, for as long as it is: takes samples of its stack, and stops it when its time is up.
 * Attaches the inspector only for that, and detaches in the end.
 */
export class Examination {
  readonly #watch: number
  readonly #data: SentinelData
  readonly #silence: Silence
  readonly #punctuality: Punctuality
  readonly #findings: Findings
  readonly #stops: Stops
  readonly #send: (message: Message) => void
  readonly #link: InspectorLink
  readonly #sampler: Sampler
  readonly #thread: WatchedThread
  readonly #looks: Looks
  readonly #hold: Hold
  readonly #isPatrol: boolean
  readonly #loading = new Loading()
  readonly #steps = new Steps()
  /** Whether the inspector may be used now. */
  #isConnected = false
  /** Whether somebody else's debugger is, or may be, attached: then nothing is paused or stopped any more. */
  #isDebugged = false
  #isAsking = false
  /** Whether the thread was asked what it is doing, and has not answered. */
  #isLooking = false
  /** How often in a row it was not clear from its answer who it was, or where. */
  #unclear = 0
  /** How long of its silence the loop was idle; known from the first look on. */
  #idleMs: number | undefined
  #isClosing = false
  #hasRunner = false
  #isRunnersWork = false

  constructor(
    watch: number,
    beat: number,
    data: SentinelData,
    silence: Silence,
    punctuality: Punctuality,
    findings: Findings,
    stops: Stops,
    send: (message: Message) => void,
  ) {
    this.#watch = watch
    this.#data = data
    this.#silence = silence
    this.#punctuality = punctuality
    this.#findings = findings
    this.#stops = stops
    this.#send = send
    this.#isPatrol = data.slots[Slot.isPatrol] === 1
    this.#link = new InspectorLink(data.threadId)
    this.#sampler = new Sampler(this.#link, findings.samples, () => Atomics.add(data.slots, Slot.sampled, 1))
    this.#thread = new WatchedThread(data, watch, beat)
    this.#looks = new Looks(findings.pauses, this.#isPatrol)
    this.#hold = new Hold({
      data,
      silence,
      punctuality,
      link: this.#link,
      thread: this.#thread,
      looks: this.#looks,
      onRead: (reading) => this.#read(reading),
      onPaused: (paused) => this.#paused(paused),
    })
  }

  /**
   * Resolves when the loop turns again, or when another debugger is needed to make it.
   *
   * @returns how long the loop had been silent in the end, in ms
   */
  async run(): Promise<number> {
    // Not awaited: only the loop below keeps this thread alive meanwhile, and it must go on should no answer come.
    this.#connect().catch((error) => {
      this.#findings.problems.push(`no stack was taken, and no later turn can be stopped: ${(error as Error).message}`)
    })
    this.#stops.tryAnew()
    let lastedMs = 0
    let triedForMs = 0
    let tickAt = sharedNow()
    try {
      while (!this.#thread.hasMovedOn) {
        lastedMs = this.#silence.wallMs
        // A loop that turns again, and has nothing to do, gives no sign of life by itself.
        if (this.#stops.areUnderWay) this.#send({ kind: 'ping', watch: this.#watch })
        this.#lookIfDue()
        // A debugger that has lost its way is replaced by a new one.
        if (this.#stops.areInVain) break
        const at = sharedNow()
        // Not the time in which nobody could try.
        if (this.#overdueMs() >= 0 && !this.#hasRunner && !this.#isDebugged)
          triedForMs += Math.min(at - tickAt, MAX_TICK_MS)
        tickAt = at
        if (triedForMs > LAST_RESORT_MS) giveUp(this.#findings.samples, this.#data)
        if (lastedMs > ORPHAN_LASTS_MS && isOrphan(this.#data)) endOrphan(this.#findings.samples)
        this.#punctuality.sleep(TICK_MS)
        await new Promise((resolve) => setTimeout(resolve, TICK_MS))
        this.#silence.wasLate(this.#punctuality.wake())
      }
    } finally {
      this.#isClosing = true
      this.#sampler.end()
      await this.#link.disconnect()
    }
    return lastedMs
  }

  async #connect(): Promise<void> {
    if (!this.#data.mayInspect) throw new Error('the inspector is not permitted, see --allow-inspector')
    await this.#link.connect()
    this.#isConnected = true
  }

  #lookIfDue(): void {
    if (!this.#isConnected || this.#isDebugged || this.#isAsking || this.#thread.isNearLimit) return
    if (this.#isTimeToPause()) this.#pause().catch(() => {})
    else if (this.#isTimeToLook()) this.#look()
  }

  /** As long as there is somebody to see, and nobody to stop, the thread itself tells. */
  get #needsDebugger(): boolean {
    return this.#unclear >= MAX_UNCLEAR || this.#overdueMs() >= 0
  }

  #isTimeToLook(): boolean {
    const isBusy = this.#isLooking || this.#hold.isDebugging
    return !isBusy && !this.#needsDebugger && this.#looks.isTimeForOne(this.#silence.wallMs)
  }

  #isTimeToPause(): boolean {
    // Now and then V8 forgets that it was asked.
    if (!this.#needsDebugger || this.#hold.askedAgoMs <= PAUSE_AGAIN_MS) return false
    if (this.#stops.areUnderWay) return this.#stops.isTimeForAnother
    return (this.#overdueMs() >= 0 && !this.#hasRunner) || this.#looks.isTimeForOne(this.#silence.wallMs)
  }

  /**
   * Has the thread itself tell of its stack, when it takes an interrupt. That costs a tenth of what the debugger does. And asked to pause
   * at the begin of a function V8 takes quadratic time: minutes in one of 200,000 lines, as a bundle is.
   */
  async #look(): Promise<void> {
    this.#isLooking = true
    this.#looks.begin()
    this.#sampler.begin()
    try {
      const outlook: Outlook = JSON.parse((await this.#link.evaluate(ask('lookAround'))).value)
      // Only the main thread has an address.
      const isDebugged = this.#data.threadId === 0 ? outlook.isDebugged : await this.#link.isDebugged()
      if (isDebugged) this.#seeDebugger()
      else this.#see(outlook)
    } catch {
      // Where `Error` is frozen no stack trace can be had.
      this.#unclear = MAX_UNCLEAR
    } finally {
      this.#isLooking = false
    }
  }

  #see({ frames, beat, from, to, hasHooks, idleMs, ...circumstances }: Outlook): void {
    this.#read({ hasHooks, idleMs })
    const stack = new Stack(frames)
    // Unless the turn had moved on when it answered.
    if (beat === this.#thread.beat && !stack.isOurs) {
      this.#sampler.take(stack, from.atMs, this.#thread.isInCall, circumstances)
      this.#note(stack)
      const isClear = stack.culprit !== undefined && !stack.culprit.isAtHead
      if (isClear) this.#unclear = 0
      else this.#unclear += stack.isInQueue && !loadingOf(stack.frames) ? MAX_UNCLEAR : 1
    }
    this.#looks.took(around(pauseBetween(from, to)))
    this.#looks.end(this.#silence.wallMs, this.#unclear === 0, this.#isRunnersWork)
  }

  /** What only the thread itself knows. */
  #read({ hasHooks, idleMs }: Pick<Outlook, 'hasHooks' | 'idleMs'>): void {
    this.#idleMs = idleMs - this.#data.moments[Moment.idleAtBeat]!
    if (CAN_STEP && hasHooks) this.#steps.hasHooks = true
  }

  #note({ frames }: Stack): void {
    if (this.#isPatrol) this.#loading.sees(frames, this.#ownMs())
    this.#hasRunner = runsRunner(frames)
    this.#isRunnersWork = isRunnersWork(frames)
  }

  async #pause(): Promise<void> {
    if (!this.#hold.isDebugging) {
      await this.#lookForDebuggers()
      if (this.#isDebugged || this.#isClosing || this.#thread.hasMovedOn) return
      this.#looks.begin()
      this.#sampler.begin()
    }
    this.#hold.pause()
  }

  async #lookForDebuggers(): Promise<void> {
    this.#isAsking = true
    try {
      await this.#hold.left()
      if (await this.#link.isDebugged()) this.#seeDebugger()
    } finally {
      this.#isAsking = false
    }
  }

  #seeDebugger(): void {
    this.#isDebugged = true
    this.#findings.problems.push(DEBUGGED)
  }

  /** By how much the thread's time is up, in ms. What the looks took, the loop idled away, and loading, are not its own. */
  #overdueMs(): number {
    return this.#thread.overdueMs(this.#ownMs() - (this.#idleMs ?? 0) - this.#loading.ms)
  }

  #ownMs(): number {
    return this.#silence.ms - this.#looks.tookMs
  }

  #mustStop({ functions }: Paused): boolean {
    const isTime = this.#idleMs !== undefined && this.#overdueMs() >= 0 && !this.#thread.isNearLimit
    return isTime && !(this.#stops.areUnderWay && this.#stops.spares(functions))
  }

  #paused(paused: Paused): void {
    // Too late: what ends the connection ends it.
    if (this.#isClosing) return
    const { stack, startMs } = paused
    // A pause that comes when the turn has moved on would name an innocent line, or stop it.
    if (this.#thread.hasMovedOn || stack.isOurs) {
      this.#hasRunner = false
      this.#goOn('resume', paused)
      return
    }
    if (!stack.isBetween) this.#sampler.take(stack, startMs, this.#thread.isInCall)
    this.#note(stack)
    if (this.#hasRunner && this.#isPatrol && this.#mustStop(paused)) this.#goOnInScope(paused)
    else this.#goOn(this.#decide(paused), paused)
  }

  /** Whether the code that runs is covered by a scope: who has opened it waits for it in vain when it is unwound, and knows. */
  async #goOnInScope(paused: Paused): Promise<void> {
    const isOpen = await this.#link.evaluate(ask('isInOpenScope')).then(
      ({ value }) => value,
      () => false,
    )
    if (isOpen) this.#hasRunner = false
    else if (this.#mustEndRunner(paused.stack)) this.#endRunner()
    this.#goOn(this.#decide(paused), paused)
  }

  #decide(paused: Paused): Next {
    const isToStop = !this.#hasRunner && this.#mustStop(paused)
    return this.#steps.decide(paused.stack, paused.reason, isToStop, this.#silence.ms)
  }

  async #goOn(next: Next, paused: Paused): Promise<void> {
    this.#hold.account(paused)
    if (next === 'stop') this.#stop(paused)
    else if (next === 'resume') this.#resume()
    // Only from where an interrupt has paused it.
    else if (!paused.stack.culprit || paused.reason === 'step' || (await this.#hold.canStep(paused))) this.#step(paused)
    else this.#stop(paused)
  }

  /** Whether the runner waits for code of the user's that never ends, where nobody else could go on without it. */
  #mustEndRunner({ culprit }: Stack): boolean {
    return culprit !== undefined && !isForeign(culprit)
  }

  /** Has the runner's turn unwound with what it waits for, which is the end of the thread: nobody there knows how to go on. */
  #endRunner(): void {
    this.#hasRunner = false
    this.#send({ kind: 'lost', watch: this.#watch, samples: [...this.#findings.samples] })
  }

  #step(paused: Paused): void {
    this.#steps.take(paused.reason, this.#silence.ms)
    this.#hold.step(paused)
  }

  #resume(): void {
    this.#looks.end(this.#silence.wallMs, this.#sampler.isDone, this.#isRunnersWork)
    this.#steps.end()
    this.#hold.resume()
  }

  #stop(paused: Paused): void {
    const atMs = this.#hold.stop(paused)
    this.#stops.add(paused.functions)
    this.#findings.stoppedAt ??= atMs
    this.#resume()
  }
}

const around = (pause: Pause): Pause => ({
  ...pause,
  startMs: pause.startMs - INTO_MS,
  wallMs: INTO_MS + pause.wallMs + OUT_OF_MS,
  cpuMs: INTO_MS + pause.cpuMs + OUT_OF_MS,
})
