import { callers } from '../blame/caller.ts'
import { sourcePosition } from '../blame/source-position.ts'
import { outsideOfTests } from '../outside-of-tests.ts'
import { clearImmediate, idleTime, keepingAlive, now, setImmediate } from '../realm.ts'
import { DEBUGGED, mayBeDebugged } from '../sentinel/debugger.ts'
import { sentinel } from '../sentinel/this-thread.ts'
import { readMachine } from '../turns/machine.ts'
import { StallList } from '../turns/stall-list.ts'
import { TurnMeter } from '../turns/turn-meter.ts'
import { Allowances, type AllowanceUse, type AllowRule } from './allowances.ts'
import { type Accounting, Attributor } from './attributor.ts'
import type { Charge } from './charge.ts'
import { type End, Entrance } from './entrance.ts'
import { Landings } from './landings.ts'
import { currentCharge, offerScopes, runAllowed } from './scopes.ts'
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
  readonly #entrance = new Entrance({
    onChange: () => this.#cut(),
    onRunning: (charge) => this.#name(charge),
    onEnd: async () => {
      if (!this.#attributor.isBehind) return
      this.#attributor.collect()
      await this.#attributor.settled()
    },
  })
  #meter = new TurnMeter()
  #immediate: NodeJS.Immediate | undefined
  #isOn = false

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
    this.#name(this.#entrance.running)
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

  /** Runs code for the account of a charge: see `Entrance`. */
  judge<T>(charge: Charge, call: () => T | PromiseLike<T>): Promise<End<Awaited<T>>> {
    this.#remember(charge)
    return this.#entrance.judge(charge, call, this.#landings.follow())
  }

  /** Calls others' code in the midst of a charge's: see `Entrance`. */
  callInner<T>(charge: Charge, call: () => PromiseLike<T>): PromiseLike<T> {
    return this.#entrance.callInner(charge, call)
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

  #name(charge: Charge | undefined): void {
    if (this.#isOn) sentinel.name = charge?.name ?? ''
  }

  /** Ends the stall under way: what comes next is another's. */
  #cut(): void {
    if (this.#isOn) this.#meter.cut()
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
