import { callers } from '../blame/caller.ts'
import { sourcePosition } from '../blame/source-position.ts'
import { outsideOfTests } from '../outside-of-tests.ts'
import { clearImmediate, idleTime, keepingAlive, nextTurn, now, setImmediate } from '../realm.ts'
import { DEBUGGED, mayBeDebugged } from '../sentinel/debugger.ts'
import { sentinel } from '../sentinel/this-thread.ts'
import { readMachine } from '../turns/machine.ts'
import { StallList } from '../turns/stall-list.ts'
import { TurnMeter } from '../turns/turn-meter.ts'
import { Allowances, type AllowanceUse, type AllowRule } from './allowances.ts'
import { type Accounting, Attributor } from './attributor.ts'
import type { Charge } from './charge.ts'
import { Landings } from './landings.ts'
import { currentCharge, offerScopes, runAllowed, runFor, runForNobody } from './scopes.ts'
import { proveSight } from './self-test.ts'
import { silenceStopped } from './silencer.ts'

/** What a patrol goes by. Times in ms. */
export interface PatrolOptions extends Pick<Accounting, 'maxStall' | 'onStray'> {
  /** What blocks for so long is stopped; infinite for never. */
  stopAfter: number
  allow: readonly AllowRule[]
  /** What their `upTo` is multiplied by. Default: 1. */
  scale?: number
}

/** How a charge's code has ended. */
export type End<T> = { kind: 'returned'; value: T } | { kind: 'threw'; error: unknown } | { kind: 'stopped' }

/** The first look comes before a stall is one, so that there is a look when it is. */
const LOOK_EARLIER = 0.7

/** The operating system is asked about pieces of a turn that are this part of the limit. */
const WORTH_ASKING = 0.1

const NEVER = Number.POSITIVE_INFINITY

/** An own account for so many charges that are over: work that they have left behind may stall later. */
const REMEMBERED = 10_000

/**
 * Watches a thread for as long as its tests run, and puts each stall to the account of who has caused it. It costs an immediate in
 * every turn of the loop, and a turn for every charge; there are no canaries, and nobody is looked at who keeps to the limit.
 */
export class Patrol {
  readonly #options: PatrolOptions
  readonly #allowances: Allowances
  readonly #charges = new Map<number, Charge>()
  readonly #attributor: Attributor
  readonly #landings = new Landings()
  #meter = new TurnMeter()
  #immediate: NodeJS.Immediate | undefined
  #isOn = false
  /** The one that was called last and is not over. */
  #running: Charge | undefined

  constructor(options: PatrolOptions) {
    this.#options = options
    this.#allowances = new Allowances(options.allow, options.scale)
    this.#attributor = new Attributor({
      maxStall: options.maxStall,
      charges: this.#charges,
      allowances: this.#allowances,
      onStray: options.onStray,
      onStopped(charge) {
        disown(charge)
        charge.endAsStopped()
      },
    })
  }

  /**
   * Begins, and proves that it sees.
   *
   * @returns why it cannot, in words; nothing when it can
   */
  start(): Promise<string | undefined> {
    return keepingAlive(() => this.#start())
  }

  async #start(): Promise<string | undefined> {
    if (await mayBeDebugged()) return DEBUGGED
    try {
      await outsideOfTests(() => sentinel.ready())
    } catch (error) {
      return `no sentinel thread (${(error as Error).message})`
    }
    offerScopes(disown)
    const problem = await proveSight()
    await this.#landings.follow()
    if (problem === undefined) this.goOn()
    return problem
  }

  /** Ends. What was found so far has been told when it resolves. */
  async stop(): Promise<void> {
    await this.pause()
    this.#charges.clear()
  }

  /** Begins again, after `pause`. */
  goOn(): void {
    if (this.#isOn) return
    this.#isOn = true
    const { maxStall, stopAfter } = this.#options
    this.#meter = new TurnMeter(new StallList(maxStall), Math.max(1, maxStall * WORTH_ASKING))
    this.#attributor.begin(this.#meter.stalls)
    this.#nameRunning(this.#running)
    this.#landings.begin()
    sentinel.watch({
      lookAfter: Math.min(maxStall * LOOK_EARLIER, stopAfter),
      stopAfter,
      stopAt: NEVER,
      onStopped: () => {
        this.#landings.forget()
        this.#attributor.collect()
      },
      isPatrol: true,
    })
    this.#meter.start()
    this.#immediate = setImmediate(this.#atCheck).unref()
  }

  /** Leaves the thread to somebody else's watch. */
  async pause(): Promise<void> {
    if (!this.#isOn) return
    await this.upToNow()
    this.#isOn = false
    clearImmediate(this.#immediate)
    this.#landings.end()
    await sentinel.rest(false)
    this.#attributor.end()
  }

  /** Ends the stall under way, if there is one, and resolves when all were told. */
  async upToNow(): Promise<void> {
    if (this.#isOn) {
      this.#meter.cut()
      this.#attributor.collect()
    }
    await this.#attributor.settled()
  }

  /**
   * Runs code for the account of a charge, from a turn of its own, with nothing of the caller's on the stack: so it can be stopped
   * without harm to anybody else.
   */
  judge<T>(charge: Charge, call: () => T | PromiseLike<T>): Promise<End<Awaited<T>>> {
    return new Promise((resolve) => {
      let isOver = false
      const settle = async (end: End<Awaited<T>>): Promise<void> => {
        if (isOver) return
        isOver = true
        if (this.#running === charge) this.#nameRunning(undefined)
        charge.settledAtMs = now()
        charge.end(charge.settledAtMs)
        if (this.#isOn) this.#meter.cut()
        if (this.#attributor.isBehind) {
          this.#attributor.collect()
          await this.#attributor.settled()
        }
        await charge.inner
        resolve(end)
      }
      const { promise: turn, resolve: begin } = Promise.withResolvers<void>()
      // Called by the queue itself, so that no frame of ours shows in the errors of tests.
      runFor(charge, () => turn.then(call)).then(
        (value) => settle({ kind: 'returned', value: value as Awaited<T> }),
        (error) => settle({ kind: 'threw', error }),
      )
      charge.endAsStopped = () => settle({ kind: 'stopped' })
      this.#remember(charge)
      this.#landings.follow().then(() => this.#enter(charge, begin))
    })
  }

  /**
   * Calls others' code in the midst of a charge's, which waits for it and has no part in it. Each goes on in a turn of its own, as in
   * `judge`. When the charge's code is stopped first, it is not called.
   */
  callInner<T>(charge: Charge, call: () => PromiseLike<T>): PromiseLike<T> {
    // The runner has words for that, with the line that calls it.
    if (charge.inner) return call()
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    if (this.#running === charge) this.#nameRunning(undefined)
    charge.end(now())
    if (this.#isOn) this.#meter.cut()
    const callUnlessStopped = async (): Promise<void> => {
      await nextTurn()
      if (charge.wasStopped) return
      await runForNobody(async () => call()).then(
        (value) => this.#enter(charge, () => resolve(value)),
        (error) => this.#enter(charge, () => reject(error)),
      )
    }
    charge.inner = callUnlessStopped()
    return promise
  }

  /** Lets a charge's code begin, or go on, in a turn of its own. */
  #enter(charge: Charge, begin: () => void): void {
    setImmediate(() => {
      if (charge.isOver) return begin()
      // Nobody is on the stack here: that a call has come back is not known where a stop has emptied the queue.
      this.#running?.comeBack(now())
      if (this.#isOn) this.#meter.cut()
      charge.begin(now())
      this.#nameRunning(charge)
      begin()
      // Runs right behind the call, before all that the call has put into the queue.
      Promise.resolve().then(() => charge.comeBack(now()))
    })
  }

  /** See `loopSafe.allow`. */
  allow<T>(upTo: number, call: (() => T) | undefined): T | undefined {
    const number = this.#openedHere(upTo)
    if (!call) {
      currentCharge()?.allowances.push(number)
      return undefined
    }
    const from = readMachine()
    try {
      return runAllowed(number, call)
    } finally {
      const to = readMachine()
      const wallMs = to.atMs - from.atMs
      const ownMs = wallMs - (to.descheduledMs - from.descheduledMs)
      if (wallMs >= 1) this.#attributor.noteAllowed({ startMs: from.atMs, endMs: to.atMs, ownMs, number })
    }
  }

  /** The number of the allowance that the user's code opens at this moment. */
  #openedHere(upTo: number): number {
    const [frame] = callers()
    if (!frame) return this.#allowances.numberOf('loopSafe.allow', upTo)
    const { file, line } = sourcePosition(frame)
    const limit = upTo === NEVER ? '' : `, upTo: ${upTo}`
    const key = `${frame.url}:${frame.line}:${frame.column} ${upTo}`
    return this.#allowances.numberOf(`loopSafe.allow at ${file}:${line}${limit}`, upTo, key)
  }

  /** Allows all that a charge's code will do. */
  allowAll(charge: Charge, label: string): void {
    charge.allowances.push(this.#allowances.numberOf(label, NEVER))
  }

  /** What has become of the allowances. */
  get allowances(): AllowanceUse[] {
    return this.#allowances.uses
  }

  #nameRunning(charge: Charge | undefined): void {
    this.#running = charge
    if (this.#isOn) sentinel.name = charge?.name ?? ''
  }

  #remember(charge: Charge): void {
    this.#charges.set(charge.id, charge)
    if (this.#charges.size <= REMEMBERED) return
    for (const [id, { isOver }] of this.#charges) {
      if (!isOver) continue
      this.#charges.delete(id)
      return
    }
  }

  readonly #atCheck = (): void => {
    this.#immediate = setImmediate(this.#atCheck).unref()
    const atMs = now()
    const idleMs = idleTime()
    this.#meter.atCheck(atMs, idleMs)
    sentinel.beat(atMs, idleMs)
    this.#attributor.atCheck(atMs)
  }
}

/** What comes of its promises from here on is nobody's any more. A time limit of the runner's may be over before the stop is told of. */
function disown(charge: Charge): void {
  charge.wasStopped = true
  silenceStopped()
}
