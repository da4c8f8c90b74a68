import { isForeign } from '../blame/foreign.ts'
import { pauseBetween } from '../turns/anatomy.ts'
import { type CallFrame, placeOf, toFrame } from './call-frame.ts'
import { FLUSH_COMPILERS } from './compilers.ts'
import { ask, type Help } from './help.ts'
import type { InspectorLink } from './inspector-link.ts'
import type { Looks } from './looks.ts'
import { type SentinelData, Slot } from './protocol.ts'
import type { Punctuality } from './punctuality.ts'
import { Requests } from './requests.ts'
import type { Silence } from './silence.ts'
import { Stack } from './stack.ts'
import { unwind } from './unwind.ts'
import type { WatchedThread } from './watched-thread.ts'

/** What the debugger takes of the thread's time to get it from one step to the next, at most: 0.3 to 0.7 ms as a rule. */
const STEP_COSTS_MS = 1

/** Places from where there is nothing to step to in their function, by script, line and column. */
const deadEnds = new Set<string>()

/** Where and why the thread has paused. */
export interface Paused {
  stack: Stack
  callFrames: readonly CallFrame[]
  /** The user's functions on the stack, innermost first, by where they are. */
  functions: readonly string[]
  /** As the debugger puts it: `step`, or another one. */
  reason: string
  /** On the watched thread's `realm.now`. */
  startMs: number
  /** How long it had been paused before the sentinel heard of it, in ms. */
  heardLateMs: number
}

/** What is read when the debugger is switched on. */
type Reading = ReturnType<Help['beforeAttaching']>

/** What the hold on a thread needs to know, and whom it tells. */
export interface HoldOn {
  link: InspectorLink
  data: SentinelData
  thread: WatchedThread
  silence: Silence
  punctuality: Punctuality
  looks: Looks
  onRead(reading: Reading): void
  onPaused(paused: Paused): void
}

/**
 * Our debugger's hold on a stuck thread, which is paused, led on by steps, stopped and let go. The debugger is on only from a pause to the
 * end of it, because optimized code is given up meanwhile.
 */
export class Hold {
  readonly #on: HoldOn
  readonly #scripts = new Map<string, string>()
  readonly #requests = new Requests()
  #isDebugging = false
  /** When the thread has heard that the last pause is over. Asked before for another one, it does not pause again. */
  #isLeft: Promise<unknown> = Promise.resolve()
  #asleepBeforePauseMs = 0
  /** When it was let go with the last step, on the watched thread's `realm.now`. */
  #letStepAt = 0

  constructor(on: HoldOn) {
    this.#on = on
    on.link.on('Debugger.scriptParsed', ({ scriptId, url }: { scriptId: string; url: string }) => {
      this.#scripts.set(scriptId, url)
    })
    on.link.on('Debugger.paused', (paused: { callFrames: CallFrame[]; reason: string }) => this.#paused(paused))
  }

  get isDebugging(): boolean {
    return this.#isDebugging
  }

  /** How long ago a pause, or a step, was asked for, in ms; infinite when none is to come. */
  get askedAgoMs(): number {
    return this.#requests.agoMs
  }

  /** Resolves when the thread has heard that the last pause is over. */
  async left(): Promise<void> {
    await this.#isLeft
  }

  /** Asks for a pause, which comes when the thread takes an interrupt. */
  pause(): void {
    this.#readSleep()
    if (this.#isDebugging) this.#flushCompilers()
    this.#requests.make(this.#isDebugging ? this.#on.link.post('Debugger.pause') : this.#enableAndPause())
    this.#isDebugging = true
  }

  /** The pause is over as far as its account goes: to be called before what ends it. */
  account({ reason, startMs, heardLateMs }: Paused): void {
    const { looks, thread } = this.#on
    // A paused thread sleeps. Read before it is let go: a busy machine may run it in this thread's place, and at once.
    if (reason === 'step') {
      const ms = Math.max(0, Math.min(startMs - this.#letStepAt, STEP_COSTS_MS))
      looks.took({ startMs: this.#letStepAt, wallMs: ms, cpuMs: ms, descheduledMs: 0 })
    }
    looks.took({ startMs, wallMs: thread.now() - startMs, cpuMs: 0, descheduledMs: 0, heardLateMs })
  }

  step({ stack }: Paused): void {
    this.#letStepAt = this.#on.thread.now()
    this.#readSleep()
    this.#requests.expect()
    // What was evaluated in the pause may have given the compilers something.
    this.#flushCompilers()
    this.#post(stack.isBestLeft ? 'Debugger.stepOut' : 'Debugger.stepInto')
  }

  /**
   * Whether there is a place to step to. In what has none, like `for (;;);`, nothing is called either, so it can be stopped at an
   * interrupt. A step would do harm: V8 takes its optimization for under way ever after, and when it runs again, it takes an interrupt
   * only every 2 s. Even to ask for places may do that (Node 26), so it is done once.
   */
  async canStep({ callFrames }: Paused): Promise<boolean> {
    const { location: start } = callFrames[0]!
    const key = `${start.scriptId}:${start.lineNumber}:${start.columnNumber}`
    if (deadEnds.has(key)) return false
    this.#flushCompilers()
    try {
      const places = await this.#on.link.post('Debugger.getPossibleBreakpoints', { start, restrictToFunction: true })
      if (places.locations.length > 0) return true
    } catch {
      return true
    }
    deadEnds.add(key)
    return false
  }

  resume(): void {
    this.#requests.drop()
    this.#isDebugging = false
    this.#post('Debugger.resume')
    this.#isLeft = this.#on.link.post('Debugger.disable').catch(() => {})
  }

  /**
   * Unwinds everything on the stack, as soon as the thread is let go.
   *
   * @returns when that was, on the watched thread's `realm.now`
   */
  stop({ callFrames }: Paused): number {
    // Read while it is paused: it may be on its way before this thread runs again.
    const atMs = this.#on.thread.now()
    unwind(this.#on.link, callFrames)
    return atMs
  }

  #readSleep(): void {
    this.#asleepBeforePauseMs = this.#on.silence.asleepMs
  }

  /**
   * Switches the debugger on. V8 has every script of the thread to tell of, which takes it 5 ms of the thread's time, and up to
   * 50 for the first time.
   */
  async #enableAndPause(): Promise<void> {
    const { link, data, looks, onRead } = this.#on
    const number = Atomics.load(data.slots, Slot.attached) + 1
    const evaluate = (expression: string): [string, Record<string, unknown>] => [
      'Runtime.evaluate',
      { silent: true, returnByValue: true, expression },
    ]
    const [before, , after, flushed] = await link.postTogether(
      [
        evaluate(ask('beforeAttaching', number)),
        ['Debugger.enable'],
        evaluate(ask('afterAttaching')),
        FLUSH_COMPILERS,
        ['Debugger.pause'],
      ],
      () => Atomics.store(data.slots, Slot.attached, number),
    )
    const reading: Reading = before.result.value
    onRead(reading)
    looks.took(pauseBetween(reading, after.result.value))
    this.#post('Debugger.removeBreakpoint', flushed)
  }

  #flushCompilers(): void {
    const { link } = this.#on
    link.post(...FLUSH_COMPILERS).then(
      (flushed) => this.#post('Debugger.removeBreakpoint', flushed),
      () => {},
    )
  }

  #paused({ callFrames, reason }: { callFrames: CallFrame[]; reason: string }): void {
    if (!this.#requests.meet()) return
    const heardLateMs = this.#heardLateMs()
    const frames = callFrames.map((frame) => toFrame(frame, this.#scripts))
    this.#on.onPaused({
      stack: new Stack(frames),
      callFrames,
      functions: callFrames.filter((_, index) => !isForeign(frames[index]!)).map(placeOf),
      reason,
      startMs: this.#on.thread.now() - heardLateMs,
      heardLateMs,
    })
  }

  /**
   * How long the thread has been paused before this one heard of it: on a busy machine it is ready to hear, and has no CPU to.
   * Not longer than the thread has slept since the pause was asked for.
   */
  #heardLateMs(): number {
    const { silence, punctuality } = this.#on
    return Math.max(0, Math.min(silence.asleepMs - this.#asleepBeforePauseMs, punctuality.delayedMs()))
  }

  /** An answer that never comes is for whom waits for the thread to notice. */
  #post(method: string, params?: Record<string, unknown>): void {
    this.#on.link.post(method, params).catch(() => {})
  }
}
