import { describeStall } from '../blame/blame.ts'
import { keepingAlive, nextTurn, now } from '../realm.ts'
import type { Noise } from '../report.ts'
import { type Findings, nothingFound } from '../sentinel/protocol.ts'
import { sentinel } from '../sentinel/this-thread.ts'
import { GcMeter } from '../turns/gc-meter.ts'
import { type HostReading, hostSince, readHost } from '../turns/host.ts'
import { noiseSource } from '../turns/machine.ts'
import { isIn, type Segment, segmentOf } from '../turns/segment.ts'
import { type Estimated, withBounds } from '../turns/stall-bounds.ts'
import type { StallList } from '../turns/stall-list.ts'
import type { Allowances } from './allowances.ts'
import { type Allowed, attribute } from './attribution.ts'
import type { Charge, ChargedStall } from './charge.ts'

/** What it takes to put stalls to accounts, and who hears of them. */
export interface Accounting {
  /** A longer stall is a finding, in ms. */
  maxStall: number
  charges: ReadonlyMap<number, Charge>
  allowances: Allowances
  /** A stall that began when the charge that has caused it was over, or whose cause is not known. */
  onStray(stall: ChargedStall, charge: Charge | undefined): void
  /** A charge's code was unwound, and will never settle by itself. */
  onStopped(charge: Charge): void
}

const NEVER = Number.POSITIVE_INFINITY

/** Puts the stalls that a patrol has metered to accounts, as soon as the sentinel has told what it saw in them. */
export class Attributor {
  readonly #accounting: Accounting
  readonly #gc = new GcMeter()
  #stalls: StallList<Segment> | undefined
  #host: HostReading = {}
  #reported: Promise<void> = Promise.resolve()
  #isReporting = false
  #allowed: Allowed[] = []
  #checkMs = 0
  #checkBeforeMs = 0
  /** What the sentinel has told of, for stalls that were not to be told of yet. */
  #kept: Findings = nothingFound()

  constructor(accounting: Accounting) {
    this.#accounting = accounting
  }

  /** @param stalls - where a meter puts them from here on */
  begin(stalls: StallList<Segment>): void {
    this.#stalls = stalls
    this.#host = readHost()
    this.#gc.start()
  }

  end(): void {
    this.#gc.stop()
  }

  /** Whether stalls were metered and not told of. */
  get isBehind(): boolean {
    return this.#isReporting || this.#hasStalls
  }

  /** Resolves when every stall that has ended was told. */
  async settled(): Promise<void> {
    await this.#reported
  }

  /** A block of code has run that was allowed to take long. */
  noteAllowed(block: Allowed): void {
    this.#allowed.push(block)
  }

  /** The loop has come to its check phase. */
  atCheck(atMs: number): void {
    this.#checkBeforeMs = this.#checkMs
    this.#checkMs = atMs
    if (this.#hasStalls) this.collect()
    else if (this.#allowed.length > 0 && !this.#isReporting) this.#forgetAllowed()
  }

  /** Of blocks whose stall is told of, if there was one: that of a turn is known in the check phase behind its end. */
  #forgetAllowed(): void {
    this.#allowed = this.#allowed.filter(({ endMs }) => endMs > this.#checkBeforeMs)
  }

  get #hasStalls(): boolean {
    return this.#stalls !== undefined && this.#stalls.kept.length > 0
  }

  /** Tells of the stalls that have ended, when the sentinel has told what it saw. */
  collect(): void {
    if (this.#isReporting) return
    this.#isReporting = true
    this.#reported = keepingAlive(() => this.#reportAll()).finally(() => {
      this.#isReporting = false
    })
  }

  async #reportAll(): Promise<void> {
    do await this.#reportKnown()
    while (this.#hasStalls)
  }

  async #reportKnown(): Promise<void> {
    // The sentinel goes on looking until the loop turns, and the collector's pauses are told in the check phase.
    await nextTurn()
    const knownUpToMs = now()
    const found = together(this.#kept, await sentinel.handOver())
    // A loop that turns again may have said so in poll, where its turn is not metered yet.
    await nextTurn()
    const allowed = this.#allowed
    const segments = this.#stalls!.take()
    const isKnown = (segment: Segment): boolean =>
      segment.endMs <= knownUpToMs || (found.stoppedAt !== undefined && isIn(segment, found.stoppedAt))
    const all = segments.filter(isKnown)
    const later = segments.filter((segment) => !isKnown(segment))
    // What has come meanwhile the sentinel may have told of in part; the rest it will.
    for (const segment of later) this.#stalls!.add(segment)
    this.#kept = later.length > 0 ? { ...found, stoppedAt: undefined } : nothingFound()
    if (later.length === 0) this.#forgetAllowed()
    const { stoppedAt } = found
    // The meter may have taken for a bit less what the sentinel took for too long.
    if (stoppedAt !== undefined && !all.some((segment) => isIn(segment, stoppedAt))) {
      all.push(segmentOf(stoppedAt, this.#accounting.maxStall))
    }
    const noise = this.#noise(found)
    for (const segment of all) this.#charge(segment, found, noise, allowed)
  }

  #charge(segment: Segment, found: Findings, noise: Noise, allowed: readonly Allowed[]): void {
    const estimated = this.#describe(segment, found)
    const stall = withBounds(estimated, noise)
    const { charge, ms, atMostMs } = attribute({
      ...this.#accounting,
      segment,
      stall: estimated,
      atLeastMs: stall.ms,
      atMostMs: stall.atMostMs,
      samples: found.samples,
      allowed,
    })
    const isCertain = stall.stopped || ms >= this.#accounting.maxStall
    if (isCertain || atMostMs >= this.#accounting.maxStall) {
      const charged = { ...stall, chargedMs: ms, chargedAtMostMs: atMostMs, isCertain, source: noiseSource }
      if (charge && charge.settledAtMs >= segment.startMs) charge.stalls.push(charged)
      else this.#accounting.onStray(charged, charge)
    }
    if (stall.stopped && charge) this.#accounting.onStopped(charge)
  }

  #describe(segment: Segment, found: Findings): Estimated {
    return describeStall(segment, {
      ...found,
      launchedAt: 0,
      returnedAt: segment.startMs,
      settledAt: NEVER,
      gc: this.#gc,
      calls: [],
    })
  }

  #noise({ heldUp }: Findings): Noise {
    const before = this.#host
    this.#host = readHost()
    return {
      descheduledMs: 0,
      gcMs: this.#gc.totalMs,
      suspendedMs: heldUp.reduce((sum, { suspendedMs }) => sum + suspendedMs, 0),
      ...hostSince(before, this.#host),
      pausedMs: 0,
      sentinelLateMs: 0,
      source: noiseSource,
    }
  }
}

function together(before: Findings, after: Findings): Findings {
  return {
    samples: [...before.samples, ...after.samples],
    pauses: [...before.pauses, ...after.pauses],
    heldUp: [...before.heldUp, ...after.heldUp],
    othersDelayed: [...before.othersDelayed, ...after.othersDelayed],
    problems: [...before.problems, ...after.problems],
    stoppedAt: after.stoppedAt,
  }
}
