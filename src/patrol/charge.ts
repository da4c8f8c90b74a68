import type { Noise, Stall } from '../report.ts'

/** A stall that is, or may be, too long and somebody's own doing. */
export interface ChargedStall extends Stall {
  /** So much of it is certainly theirs, in ms; all of it when they had to be stopped. */
  chargedMs: number
  /** So much of it may be, in ms. */
  chargedAtMostMs: number
  /** Whether it is too long on every reading of the evidence. */
  isCertain: boolean
  /** Where the machine's part in it comes from. */
  source: Noise['source']
}

/** A piece of work whose stalls are put to somebody's account: the body of a test, a hook, the evaluation of a module. */
export class Charge {
  static #last = 0

  /** In words, such as `csv.test.ts > imports`. */
  readonly name: string
  /** What looks at the stack know it by. */
  readonly id: number = ++Charge.#last
  /** Numbers of the allowances that hold for all of it. */
  readonly allowances: number[] = []
  readonly stalls: ChargedStall[] = []
  /** Whether the runner has work of its own in it: then only what a look has found is certain. */
  readonly isShared: boolean
  /** On `realm.now`. */
  calledAtMs: number = Number.POSITIVE_INFINITY
  returnedAtMs: number = Number.POSITIVE_INFINITY
  settledAtMs: number = Number.POSITIVE_INFINITY
  /** Its code was unwound; what it has left to promises is nobody's any more. */
  wasStopped = false
  /** For when its code was unwound, or waits for what was, and will never settle by itself. */
  endAsStopped: () => void = () => {}

  constructor(name: string, isShared = false) {
    this.name = name
    this.isShared = isShared
  }

  /** Whether it has settled, or was stopped. */
  get isOver(): boolean {
    return this.settledAtMs < Number.POSITIVE_INFINITY
  }

  /** Whether it was going on at any time between two moments. */
  wasOnWithin(startMs: number, endMs: number): boolean {
    return this.calledAtMs <= endMs && this.settledAtMs >= startMs
  }

  /** For how much of the time between two moments its call was on the stack, in ms. */
  onStackWithin(startMs: number, endMs: number): number {
    return Math.max(0, Math.min(this.returnedAtMs, endMs) - Math.max(this.calledAtMs, startMs))
  }
}
