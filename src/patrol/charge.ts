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

const NEVER = Number.POSITIVE_INFINITY

/** A time in which a charge's code runs, or waits for something of its own. On `realm.now`. */
interface Stretch {
  calledAtMs: number
  returnedAtMs: number
  endedAtMs: number
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
  settledAtMs: number = NEVER
  readonly #stretches: Stretch[] = []
  /** Its code was unwound; what it has left to promises is nobody's any more. */
  wasStopped = false
  /** For when its code was unwound, or waits for what was, and will never settle by itself. */
  endAsStopped: () => void = () => {}
  /** Set when others' work goes on in the midst of its code; settles with that. */
  inner: Promise<void> | undefined

  constructor(name: string, isShared = false) {
    this.name = name
    this.isShared = isShared
  }

  /** Its code is called, or goes on. */
  begin(atMs: number): void {
    this.#stretches.push({ calledAtMs: atMs, returnedAtMs: NEVER, endedAtMs: NEVER })
  }

  /** The call has come back: what is left of its code waits. */
  comeBack(atMs: number): void {
    const last = this.#stretches.at(-1)
    if (last) last.returnedAtMs = Math.min(last.returnedAtMs, atMs)
  }

  /** Its code has ended, or others' work goes on in the midst of it. */
  end(atMs: number): void {
    // What was stopped has not come back.
    this.comeBack(atMs)
    const last = this.#stretches.at(-1)
    if (last) last.endedAtMs = Math.min(last.endedAtMs, atMs)
  }

  /** Whether it has settled, or was stopped. */
  get isOver(): boolean {
    return this.settledAtMs < NEVER
  }

  /** Whether others' work goes on in the midst of its code. */
  get isAway(): boolean {
    return !this.isOver && (this.#stretches.at(-1)?.endedAtMs ?? NEVER) < NEVER
  }

  /** When its code was called, or last went on. */
  get calledAtMs(): number {
    return this.#stretches.at(-1)?.calledAtMs ?? NEVER
  }

  /** Whether it was going on at any time between two moments. */
  wasOnWithin(startMs: number, endMs: number): boolean {
    return this.#stretches.some(({ calledAtMs, endedAtMs }) => calledAtMs <= endMs && endedAtMs >= startMs)
  }

  /** Whether it was called, or went on, between two moments. */
  wasCalledWithin(startMs: number, endMs: number): boolean {
    return this.#stretches.some(({ calledAtMs }) => calledAtMs >= startMs && calledAtMs < endMs)
  }

  /** For how much of the time between two moments its call was on the stack, in ms. */
  onStackWithin(startMs: number, endMs: number): number {
    return this.#stretches.reduce(
      (sum, { calledAtMs, returnedAtMs }) =>
        sum + Math.max(0, Math.min(returnedAtMs, endMs) - Math.max(calledAtMs, startMs)),
      0,
    )
  }
}
