import { sharedNow } from '../realm.ts'
import { besides, ProcFile } from './proc-file.ts'
import { Moment, type SentinelData } from './protocol.ts'

/** The sentinel's own tick may come that much late on a busy machine; beyond it, the whole process was held up. */
const HELD_UP_MS = 50

/** Linux accounts for the CPU time of a running thread at ticks, of up to 10 ms. */
const TICK_MS = 10

/**
 * How long the watched thread has given no sign of life. A function is looked at and stopped for what it does itself, so the
 * time in which the thread was ready to run and the machine ran something else can be taken out.
 */
export class Silence {
  readonly #moments: SentinelData['moments']
  readonly #clockOffset: number
  readonly #schedstat: ProcFile
  readonly #stat: ProcFile
  #beatAt = 0
  /** Run-queue delay of the thread: at the last look before the silence began, and at the last one. */
  #delayBefore = 0
  #delayMs = 0
  /** Its CPU time at the last look. */
  #cpuMs = 0
  #heldUpMs = 0
  /** When it was last seen asleep in the silence: how long it had lasted without what the machine took, and its CPU time. */
  #asleepAt = { ownMs: 0, cpuMs: 0 }

  constructor({ moments, clockOffset, schedstat }: SentinelData) {
    this.#moments = moments
    this.#clockOffset = clockOffset
    this.#schedstat = new ProcFile(schedstat)
    this.#stat = new ProcFile(besides(schedstat, 'stat'))
  }

  /** Begins anew, with a watch. */
  start(): void {
    this.#read()
    this.#beatAt = 0
    this.look()
  }

  /**
   * How long the thread has been neither on a CPU nor waiting for one since it started, in ms, and exactly so while it sleeps.
   * Where it cannot be read, 0.
   */
  get asleepMs(): number {
    return this.#read() ? sharedNow() - this.#cpuMs - this.#delayMs : 0
  }

  /** In all, in ms. */
  get wallMs(): number {
    return sharedNow() - this.#clockOffset - this.#moments[Moment.beatAt]!
  }

  /** Without what the machine took, in ms. Rather too little than too much. */
  get ms(): number {
    const atMs = sharedNow() - this.#clockOffset
    const isAwake = this.#isAwake()
    this.look()
    const ownMs = atMs - this.#beatAt - Math.max(this.#heldUpMs, this.#delayMs - this.#delayBefore)
    // A thread that waits for a CPU right now is charged with the delay only when it gets one.
    if (isAwake) return Math.min(ownMs, this.#asleepAt.ownMs + this.#cpuMs - this.#asleepAt.cpuMs + TICK_MS)
    this.#asleepAt = { ownMs, cpuMs: this.#cpuMs }
    return ownMs
  }

  /** To be called now and then: the delay of a silence is counted from the last look before it. */
  look(): void {
    const beatAt = this.#moments[Moment.beatAt]!
    if (beatAt !== this.#beatAt) {
      this.#beatAt = beatAt
      this.#delayBefore = this.#delayMs
      this.#asleepAt = { ownMs: 0, cpuMs: this.#cpuMs }
      this.#heldUpMs = 0
    }
    this.#read()
  }

  /** The sentinel woke up so much later than it wanted to. */
  wasLate(ms: number): void {
    if (ms > HELD_UP_MS) this.#heldUpMs += ms
  }

  /** Whether there was something to read. */
  #read(): boolean {
    const [onCpuNs, delayNs] = this.#schedstat.read().split(' ')
    if (delayNs === undefined) return false
    this.#cpuMs = Number(onCpuNs) / 1e6
    this.#delayMs = Number(delayNs) / 1e6
    return true
  }

  /** Whether the thread runs, or is ready to: its state stands behind its name, which is in brackets and may have some itself. */
  #isAwake(): boolean {
    return /.*\) R/s.test(this.#stat.read())
  }
}
