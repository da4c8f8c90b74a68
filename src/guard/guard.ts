import { engine } from '../engine.ts'
import { addCause } from '../matchers/add-cause.ts'
import { culpritOf } from '../matchers/sites.ts'
import type { Charge, ChargedStall } from '../patrol/charge.ts'
import type { Patrol } from '../patrol/patrol.ts'
import { nextTurn } from '../realm.ts'
import { LoopBlockedError } from './finding.ts'
import type { ResolvedGuardOptions } from './options.ts'
import type { GuardRecord, StallRecord } from './records.ts'
import { SAFE_TAG } from './safe-tag.ts'

/** What the guard judges. */
export interface Judgee {
  /** As a failure's first line begins: `The test`, `A beforeEach hook`. */
  whose: string
  /** As the summary tells it: `csv.test.ts > imports`. */
  owner: string
  /** Opted out: its stalls are allowed, and told. */
  isSafe?: boolean
  /** The evaluation of modules, in which the runner has work of its own. */
  isModule?: boolean
}

/** A stall that came when who has caused it was over, or whose cause is not known. */
export interface Stray<Owner extends Judgee> {
  error: LoopBlockedError
  owner: Owner | undefined
  record: StallRecord
}

/** What is known of code that has not been heard of in time. */
export interface Overdue {
  /** It has ended, or was stopped: `judge` is about to settle. */
  isOver: boolean
  /** What it has done so far that it fails with. */
  error: LoopBlockedError | undefined
}

/** Code that other people wrote, and only other people can mend. */
const DEPENDENCY = /[\\/]node_modules[\\/]/

/** Judges what a runner hands to it, in the thread where the tests run. */
export class Guard<Owner extends Judgee = Judgee> {
  readonly #options: ResolvedGuardOptions
  readonly #owners = new Map<Charge, Owner>()
  readonly #failures = new WeakMap<Charge, LoopBlockedError>()
  readonly #stalls: StallRecord[] = []
  readonly #strays: Stray<Owner>[] = []
  readonly #onStray: (stray: Stray<Owner>) => void
  #patrol: Patrol | undefined

  /** @param onStray - called with each stray that is a failure, which `strays` hands over as well */
  constructor(options: ResolvedGuardOptions, onStray: (stray: Stray<Owner>) => void = () => {}) {
    this.#options = options
    this.#onStray = onStray
  }

  /** @throws when it cannot see what blocks in this thread */
  async start(): Promise<void> {
    const { maxStall, stopAfter, allow } = this.#options
    try {
      this.#patrol = await engine.startPatrol({
        maxStall,
        stopAfter: stopAfter || Number.POSITIVE_INFINITY,
        allow,
        onStray: (stall, charge) => this.#takeStray(stall, charge),
      })
    } catch (error) {
      throw new Error(`loop-canary: the guard is not active in this worker: ${(error as Error).message}`)
    }
  }

  /**
   * Calls the code that a runner was about to call, and settles as it does: or fails with a `LoopBlockedError`, when it has blocked the
   * loop, or had to be stopped.
   */
  async judge<T>(owner: Owner, call: () => T | PromiseLike<T>): Promise<Awaited<T>> {
    const charge = new engine.Charge(owner.owner, owner.isModule)
    this.#owners.set(charge, owner)
    if (owner.isSafe) this.#patrol!.allowAll(charge, `@${SAFE_TAG}`)
    const end = await this.#patrol!.judge(charge, call)
    const failure = this.#conclude(charge, owner)
    // A test's own error is what it should show, unless it comes of a stop, as the end of the runner's own time limit does.
    if (failure && (end.kind !== 'threw' || charge.wasStopped)) throw failure
    if (end.kind === 'threw') {
      if (failure) addCause(end.error, failure)
      throw end.error
    }
    if (end.kind === 'stopped') throw new Error(`loop-canary: ${owner.whose.toLowerCase()} was stopped`)
    return end.value
  }

  /** For a runner whose own time limit is over before it has heard how the code that is judged has ended. */
  async overdue(owner: Owner): Promise<Overdue> {
    const [charge] = [...this.#owners].find(([, one]) => one === owner) ?? []
    await this.#shown()
    if (!charge) return { isOver: false, error: undefined }
    return { isOver: charge.isOver, error: this.#conclude(charge, owner) }
  }

  /** Waits for what was left behind to show, as far as it does in the next turns, and hands it over. */
  async strays(): Promise<Stray<Owner>[]> {
    await this.#shown()
    return this.takeStrays()
  }

  /** Hands over those that have shown so far. */
  takeStrays(): Stray<Owner>[] {
    return this.#strays.splice(0)
  }

  /** What there is to tell so far. */
  get record(): GuardRecord {
    return { stalls: [...this.#stalls], allowances: this.#patrol?.allowances ?? [] }
  }

  /** What there is to tell of this file, from here on no more. */
  async end(): Promise<GuardRecord> {
    const { record } = this
    await engine.endPatrol()
    this.#owners.clear()
    this.#stalls.length = 0
    return record
  }

  async #shown(): Promise<void> {
    await nextTurn()
    await this.#patrol?.upToNow()
  }

  /** What a charge's code is to fail with, if it is. */
  #conclude(charge: Charge, owner: Owner): LoopBlockedError | undefined {
    const stalls = charge.stalls.splice(0)
    const found = owner.isModule ? stalls.filter(isOwnCode) : stalls
    this.#stalls.push(...found.map((stall) => recordOf(owner.owner, stall)))
    if (found.length > 0 && this.#isFailure(found)) this.#failures.set(charge, this.#errorOf(owner.whose, found))
    return this.#failures.get(charge)
  }

  #takeStray(stall: ChargedStall, charge: Charge | undefined): void {
    const owner = charge && this.#owners.get(charge)
    // Whoever waits for what was stopped waits in vain, and is to know why.
    if (!stall.stopped && (!isOwnCode(stall) || (!owner && !this.#isOnePlaces(stall)))) return
    const record = recordOf(owner ? `${owner.owner} (behind its end)` : 'unattributed', stall)
    this.#stalls.push(record)
    if (!this.#isFailure([stall])) return
    const whose = owner ? `${owner.owner} has left work behind that` : 'Something outside of all tests'
    const stray = { error: this.#errorOf(whose, [stall]), owner, record }
    this.#strays.push(stray)
    this.#onStray(stray)
  }

  /** Whether one place has blocked for too long by itself. A turn that is nobody's may consist of many, such as modules one by one. */
  #isOnePlaces(stall: ChargedStall): boolean {
    return (culpritOf(stall)?.share ?? 0) * stall.chargedMs >= this.#options.maxStall
  }

  /** What had to be stopped fails in every mode. */
  #isFailure(stalls: readonly ChargedStall[]): boolean {
    return this.#options.mode === 'fail' || stalls.some(({ stopped }) => stopped)
  }

  #errorOf(whose: string, stalls: readonly ChargedStall[]): LoopBlockedError {
    return new LoopBlockedError(whose, stalls, this.#options.maxStall)
  }
}

/** Whether it is known who blocked, and that it was code of the user's. */
function isOwnCode(stall: ChargedStall): boolean {
  const site = culpritOf(stall)
  return site !== undefined && !DEPENDENCY.test(site.file)
}

function recordOf(owner: string, stall: ChargedStall): StallRecord {
  const site = culpritOf(stall)
  const { ms, stopped } = stall
  return {
    owner,
    ms,
    wasStopped: stopped,
    ...(site && { site: { function: site.function, file: site.file, line: site.line, column: site.column } }),
  }
}
