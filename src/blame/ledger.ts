import { now } from '../realm.ts'
import type { Sample } from '../sentinel/protocol.ts'
import { type Pause, pauseBetween } from '../turns/anatomy.ts'
import { type MachineReading, readMachine } from '../turns/machine.ts'
import { type Account, Accounts } from './accounts.ts'
import { type Amount, BLOCKING_BUILT_INS, type BlockingBuiltIn, mayCallBack, measureOf } from './blocking-built-ins.ts'
import { writeCall } from './call-board.ts'
import { callers } from './caller.ts'
import { usersFrames } from './foreign.ts'
import { type OwnTime, ownTime } from './own-time.ts'
import { Patches } from './patches.ts'
import { type BuiltInPlace, placesInGlobals } from './places.ts'
import { type Follower, wrap } from './wrapper.ts'

/** A call that took as long as the floor, or longer. Times in ms, on `realm.now`. */
export interface SlowCall extends OwnTime, Amount {
  readonly startMs: number
  readonly endMs: number
  /** What it took to take note of it, behind its end. */
  readonly noted: Pause | undefined
  /** Where it is entered, with its name and the place that it came from. */
  readonly account: Account
}

/** A reading of the machine is never older when a call begins, so that little of what was taken before can pass for the call's. */
const FRESH_MS = 1

/** Behind a call the thread is at work for no longer than that before it is read; else the machine ran something else. */
const BARELY_MS = 0.1

/** Slow calls kept one by one, the longest. */
const KEPT = 1000

/** A stack costs about 20 µs. Behind so many of one built-in only calls that take long are worth it. */
const STACKS = 100
const WORTH_A_STACK_MS = 1

/** The ledger that counts. */
let current: Ledger | undefined

let isRehearsed = false

/** What has never run is slow, and no call's time shall include that: so it runs once, for a call of nobody's. */
function rehearse(): void {
  if (isRehearsed) return
  isRehearsed = true
  current = new Ledger(Number.POSITIVE_INFINITY, [])
  rehearsed.isAwake = true
  rehearsed.call()
  rehearsed.isAwake = false
  current = undefined
}

/** Of calls, in watches and outside, by the names of the built-ins. */
export const followers: Readonly<Record<string, Follower>> = Object.fromEntries(
  BLOCKING_BUILT_INS.map((name) => [name, followerOf(name)]),
)

function followerOf(name: BlockingBuiltIn): Follower {
  const measure = measureOf(name)
  const isAsync = mayCallBack(name) ? (args: readonly unknown[]) => typeof args.at(-1) === 'function' : undefined
  return {
    begin(args) {
      if (!current) writeCall(name)
      return current !== undefined && !isAsync?.(args) && current.begin(name)
    },
    end: (args, result) => current?.end(name, () => measure?.(args, result)),
    pass() {
      if (!current) writeCall(undefined)
    },
  }
}

const rehearsed = wrap(() => {}, followerOf('JSON.parse'), 'rehearsed')

/**
 * The calls of blocking built-ins in one watch. A wrapper in the place of each times its calls and counts them; who made a
 * call is asked only when it was slow. A call inside of another is part of that one, so nothing counts twice.
 */
export class Ledger {
  /** What could not be followed. */
  readonly unseen: BlockingBuiltIn[] = []
  #isShutOut = false
  readonly #floorMs: number
  readonly #places: readonly BuiltInPlace[]
  readonly #patches = new Patches()
  readonly #accounts = new Accounts()
  #slow: SlowCall[] = []
  #stopped: { name: BlockingBuiltIn; startMs: number; endMs: number } | undefined
  /** The call in progress. */
  #calling: BlockingBuiltIn | undefined
  #startedAt = 0
  #asked: MachineReading = { atMs: 0, descheduledMs: 0, cpuMs: 0, switches: 0 }

  /**
   * @param floorMs - shorter calls are only counted
   * @param places - where the built-ins of Node's modules are
   */
  constructor(floorMs: number, places: readonly BuiltInPlace[]) {
    this.#floorMs = floorMs
    this.#places = places
  }

  /**
   * Puts the wrappers in place.
   *
   * @param globals - the global object that the subject sees
   */
  install(globals: object): void {
    this.#isShutOut = !this.#patches.claim()
    if (this.#isShutOut) {
      this.unseen.push(...BLOCKING_BUILT_INS)
      return
    }
    const closed = this.#patches.apply([...this.#places, ...placesInGlobals(globals)], ({ name }) => followers[name]!)
    this.unseen.push(...closed.map(({ name }) => name))
  }

  /** The same in words. */
  get missing(): string[] {
    if (this.#isShutOut)
      return ['no calls of blocking built-ins: another copy of loop-canary follows them in this thread']
    return this.unseen.length > 0 ? [`no calls of ${this.unseen.join(', ')}: frozen, or put behind a getter`] : []
  }

  /** Begins to count. */
  start(): void {
    rehearse()
    this.#asked = readMachine()
    current = this
  }

  /** Between two turns no call is in progress: one that seems to be was stopped. */
  atTurn(): void {
    if (!this.#calling) return
    this.#stopped ??= { name: this.#calling, startMs: this.#startedAt, endMs: now() }
    this.#calling = undefined
    writeCall(undefined)
  }

  /** Puts everything back. */
  stop(): void {
    current = undefined
    this.#patches.undo()
    this.atTurn()
  }

  /** Enters the call that was stopped: only the sentinel knows when that was, and where the call came from. */
  enterStopped(samples: readonly Sample[], stoppedAt: number | undefined): void {
    const call = this.#stopped
    if (!call) return
    const endMs = stoppedAt !== undefined && stoppedAt > call.startMs ? Math.min(stoppedAt, call.endMs) : call.endMs
    const ms = endMs - call.startMs
    const seen = samples.findLast(({ atMs }) => atMs >= call.startMs && atMs <= call.endMs)
    const account = this.#accounts.of(call.name, usersFrames(seen?.frames ?? []))
    account.add(ms)
    this.#keep({ startMs: call.startMs, endMs, leastMs: ms, mostMs: ms, noted: undefined, account })
  }

  get accounts(): Account[] {
    return this.#accounts.all
  }

  /** The slow calls that are known one by one. */
  get slow(): readonly SlowCall[] {
    return this.#slow
  }

  /** The ledger's own time. */
  get pauses(): Pause[] {
    return this.#slow.flatMap(({ noted }) => noted ?? [])
  }

  /** A built-in is called. @returns whether that is to be counted */
  begin(name: BlockingBuiltIn): boolean {
    if (this.#calling) return false
    this.#calling = name
    this.#startedAt = now()
    if (this.#startedAt - this.#asked.atMs >= FRESH_MS) {
      this.#asked = readMachine()
      this.#startedAt = now()
    }
    writeCall(name)
    return true
  }

  /** It has returned, or thrown. */
  end(name: BlockingBuiltIn, measure: () => Amount | undefined): void {
    const endMs = now()
    const ms = endMs - this.#startedAt
    this.#calling = undefined
    writeCall(undefined)
    if (ms < this.#floorMs) this.#accounts.quick(name).add(ms, measure())
    else this.#addSlow(name, endMs, measure())
  }

  #addSlow(name: BlockingBuiltIn, endMs: number, amount: Amount | undefined): void {
    const own = this.#ownTime(endMs)
    const ms = endMs - this.#startedAt
    const quick = this.#accounts.quick(name)
    if (ms < WORTH_A_STACK_MS && quick.stacks++ >= STACKS) {
      quick.add(own.mostMs, amount)
      return
    }
    const frames = callers()
    // With nobody of the user's on the stack the call was the runner's, or Node's.
    if (frames.length === 0) return
    const account = this.#accounts.of(name, frames)
    account.add(own.mostMs, amount)
    this.#keep({ startMs: this.#startedAt, endMs, ...own, ...amount, noted: this.#noted(endMs), account })
  }

  #ownTime(endMs: number): OwnTime {
    const before = this.#asked
    const after = readMachine()
    this.#asked = after
    const startMs = this.#startedAt
    return ownTime(endMs - startMs, { earlierMs: startMs - before.atMs, before, after, laterMs: after.atMs - endMs })
  }

  /** What it took to take note of a call that ended at `endMs`, behind the reading of which most of that happens. */
  #noted(endMs: number): Pause {
    const before = this.#asked
    this.#asked = readMachine()
    const { wallMs, cpuMs, descheduledMs } = pauseBetween(before, this.#asked)
    const laterMs = before.atMs - endMs
    const onCpuMs = Math.min(laterMs, BARELY_MS)
    return {
      startMs: endMs,
      wallMs: wallMs + laterMs,
      cpuMs: cpuMs + onCpuMs,
      descheduledMs: descheduledMs + laterMs - onCpuMs,
    }
  }

  #keep(call: SlowCall): void {
    this.#slow.push(call)
    if (this.#slow.length < 2 * KEPT) return
    this.#slow.sort((one, other) => other.mostMs - one.mostMs)
    this.#slow.length = KEPT
  }
}
