import { engine } from '../engine.ts'
import { addCause } from '../matchers/add-cause.ts'
import { culpritOf } from '../matchers/sites.ts'
import type { Charge, ChargedStall } from '../patrol/charge.ts'
import type { Patrol } from '../patrol/patrol.ts'
import { nextTurn, now } from '../realm.ts'
import { LoopBlockedError } from './finding.ts'
import type { Handlers, Judgee, Overdue, Stray } from './judgee.ts'
import type { ResolvedGuardOptions } from './options.ts'
import { type GuardRecord, isOwnCode, recordOf, type StallRecord } from './records.ts'
import { SAFE_TAG } from './safe-tag.ts'
import { Standstill } from './standstill.ts'

/** Where nothing moves for so many times `stopAfter` behind a stop, nothing will. */
const PATIENCE = 2

const IN_VAIN = 'loop-canary: what it waited for was lost when something that never ends was stopped'

/** Judges what a runner hands to it, in the thread where the tests run. */
export class Guard<Owner extends Judgee = Judgee> {
  readonly #options: ResolvedGuardOptions
  readonly #owners = new Map<Charge, Owner>()
  readonly #failures = new WeakMap<Charge, LoopBlockedError>()
  readonly #stalls: StallRecord[] = []
  readonly #strays: Stray<Owner>[] = []
  readonly #stopAfter: number
  readonly #handlers: Handlers<Owner>
  readonly #standstill: Standstill
  readonly #inVain = new WeakMap<Charge, Error>()
  /** Those whose end the runner waits for. */
  readonly #awaited = new Set<Charge>()
  /** What was stopped last, and when. */
  #stopped: { error: LoopBlockedError; atMs: number } | undefined
  #patrol: Patrol | undefined

  constructor(options: ResolvedGuardOptions, handlers: Handlers<Owner> = {}) {
    const { stopAfter, scale } = options
    this.#options = options
    this.#stopAfter = stopAfter ? stopAfter * scale : Number.POSITIVE_INFINITY
    this.#handlers = handlers
    this.#standstill = new Standstill(PATIENCE * this.#stopAfter, () => this.#onStandstill())
  }

  /** @throws when it cannot see what blocks in this thread */
  async start(): Promise<void> {
    const { maxStall, allow, scale } = this.#options
    try {
      this.#patrol = await engine.startPatrol({
        maxStall: maxStall * scale,
        stopAfter: this.#stopAfter,
        allow,
        scale,
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
  judge<T>(owner: Owner, call: () => T | PromiseLike<T>): Promise<Awaited<T>> {
    return this.#judge(owner, () => call)
  }

  /**
   * The same for code that goes around others', such as an `aroundEach` hook around a test.
   *
   * @param inner - others' code
   * @param around - makes a call of what it is to call others' code by
   */
  judgeAround<T, I extends unknown[], R>(
    owner: Owner,
    inner: (...args: I) => PromiseLike<R>,
    around: (inner: (...args: I) => PromiseLike<R>) => () => T | PromiseLike<T>,
  ): Promise<Awaited<T>> {
    return this.#judge(owner, (charge) =>
      around((...args) => {
        this.#standstill.moved()
        return this.#patrol!.callInner(charge, () => inner(...args))
      }),
    )
  }

  async #judge<T>(owner: Owner, callOf: (charge: Charge) => () => T | PromiseLike<T>): Promise<Awaited<T>> {
    const charge = new engine.Charge(owner.owner, owner.isModule)
    this.#owners.set(charge, owner)
    this.#awaited.add(charge)
    this.#standstill.moved()
    if (owner.isSafe) this.#patrol!.allowAll(charge, `@${SAFE_TAG}`)
    const end = await this.#patrol!.judge(charge, callOf(charge))
    this.#standstill.moved()
    const failure = this.#conclude(charge, owner)
    const isAwaited = this.#awaited.delete(charge)
    if (failure && !isAwaited) this.#strays.push({ error: failure, owner, record: this.#stalls.at(-1)! })
    // A test's own error is what it should show, unless it comes of a stop, as the end of the runner's own time limit does.
    if (failure && (end.kind !== 'threw' || charge.wasStopped)) throw failure
    if (end.kind === 'threw') {
      if (failure) addCause(end.error, failure)
      throw end.error
    }
    if (end.kind === 'stopped')
      throw this.#inVain.get(charge) ?? new Error(`loop-canary: ${owner.whose.toLowerCase()} was stopped`)
    return end.value
  }

  /** For a runner whose own time limit is over before it has heard how the code that is judged has ended. */
  async overdue(owner: Owner): Promise<Overdue> {
    const [charge] = [...this.#owners].find(([, one]) => one === owner) ?? []
    await this.#shown()
    if (!charge) return { isOver: false, error: undefined }
    return { isOver: charge.isOver, error: this.#conclude(charge, owner) }
  }

  /** For when the runner has gone on without some that it was to wait for: they are over, and what they fail with is a stray. */
  async leave(isLeft: (owner: Owner) => boolean): Promise<void> {
    const left = [...this.#awaited].filter((charge) => isLeft(this.#owners.get(charge)!))
    if (left.length === 0) return
    for (const charge of left) {
      this.#awaited.delete(charge)
      charge.endAsStopped()
    }
    await this.#shown()
    await nextTurn()
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

  /**
   * Ends what was under way when something was stopped, and still is: it waits for that.
   *
   * @returns whether there was anything
   */
  giveUp(): boolean {
    if (!this.#stopped) return false
    const { error, atMs } = this.#stopped
    const waiting = this.#open().filter(({ calledAtMs }) => calledAtMs <= atMs)
    for (const charge of waiting) {
      this.#inVain.set(charge, inVain(error))
      charge.endAsStopped()
    }
    return waiting.length > 0
  }

  /** What there is to tell so far. */
  get record(): GuardRecord {
    return { stalls: [...this.#stalls], allowances: this.#patrol?.allowances ?? [] }
  }

  /** What there is to tell of this file, from here on no more. */
  async end(): Promise<GuardRecord> {
    const { record } = this
    this.#standstill.end()
    await engine.endPatrol()
    this.#owners.clear()
    this.#stalls.length = 0
    return record
  }

  async #shown(): Promise<void> {
    await nextTurn()
    await this.#patrol?.upToNow()
  }

  /** Those whose code runs, or waits for something of its own. */
  #open(): Charge[] {
    return [...this.#owners.keys()].filter(({ isOver, isAway }) => !isOver && !isAway)
  }

  #onStandstill(): void {
    if (this.giveUp()) this.#standstill.expect()
    else if (this.#open().length === 0) this.#handlers.onStuck?.(this.#stopped!.error)
  }

  /** What a charge's code is to fail with, if it is. */
  #conclude(charge: Charge, owner: Owner): LoopBlockedError | undefined {
    const stalls = charge.stalls.splice(0)
    // What the runner has a part in is told when it is certain.
    const found = owner.isModule ? stalls.filter((stall) => stall.isCertain && isOwnCode(stall)) : stalls
    this.#stalls.push(...found.map((stall) => recordOf(owner.owner, stall)))
    const failing = found.filter((stall) => this.#isFailure(stall))
    if (failing.length > 0) this.#failures.set(charge, this.#errorOf(owner.whose, failing))
    return this.#failures.get(charge)
  }

  #takeStray(stall: ChargedStall, charge: Charge | undefined): void {
    const owner = charge && this.#owners.get(charge)
    // Whoever waits for what was stopped waits in vain, and is to know why.
    if (!stall.stopped && (!isOwnCode(stall) || (!owner && !this.#isOnePlaces(stall)))) return
    const record = recordOf(owner ? `${owner.owner} (behind its end)` : 'unattributed', stall)
    this.#stalls.push(record)
    if (!this.#isFailure(stall)) return
    const whose = owner ? `${owner.owner} has left work behind that` : 'Something outside of all tests'
    const stray = { error: this.#errorOf(whose, [stall]), owner, record }
    this.#strays.push(stray)
    if (stall.stopped) this.#standstill.expect()
    this.#handlers.onStray?.(stray)
  }

  /** Whether one place has blocked for too long by itself. A turn that is nobody's may consist of many, such as modules one by one. */
  #isOnePlaces(stall: ChargedStall): boolean {
    const { maxStall, scale } = this.#options
    return (culpritOf(stall)?.share ?? 0) * stall.chargedAtMostMs >= maxStall * scale
  }

  /** What had to be stopped fails in every mode. */
  #isFailure({ isCertain, stopped }: ChargedStall): boolean {
    const { mode, strict } = this.#options
    return stopped || (mode === 'fail' && (isCertain || strict))
  }

  #errorOf(whose: string, stalls: readonly ChargedStall[]): LoopBlockedError {
    const error = new LoopBlockedError(whose, stalls, this.#options)
    if (stalls.some(({ stopped }) => stopped)) this.#stopped = { error, atMs: now() }
    return error
  }
}

/** It shows the line that was stopped. */
function inVain(cause: LoopBlockedError): Error {
  const places = cause.stack!.split('\n').filter((line) => /^ +at /.test(line))
  return Object.assign(new Error(IN_VAIN, { cause }), { stack: [`Error: ${IN_VAIN}`, ...places].join('\n') })
}
