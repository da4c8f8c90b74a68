import { syncBuiltinESMExports } from 'node:module'
import { type Clock as SinonClock, withGlobal } from '@sinonjs/fake-timers'
import { epochNow, now } from '../realm.ts'

/** What a subject's context has that tells the time. */
interface Globals {
  performance?: { now(): number }
  process?: { hrtime: NodeJS.HRTime }
}

/** Of the library's internals only what its next timer is. */
type Clock = SinonClock & { timerHeap?: { peek(): { readonly callAt: number } | undefined } }

/** When its next timer is due, in ms since the epoch; infinite for never. */
const dueAt = ({ timerHeap }: Clock): number => timerHeap?.peek()?.callAt ?? Number.POSITIVE_INFINITY

const TIMERS = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const

/**
 * A clock that runs like the real one, and from which sleeping can be skipped. While it is installed the timers of the subject's
 * context, those of Node's modules, `Date`, `performance.now` and `process.hrtime` go by it; immediates, microtasks and ticks
 * are real.
 *
 * The timers are those of `@sinonjs/fake-timers`. Their clock stands still between two of them; this one goes on, because a function
 * that works until so many ms have passed would work for ever otherwise, and one that sets a timer after some work would have it
 * come too early.
 */
export class VirtualClock {
  readonly #clocks: Clock[] = []
  readonly #undo: (() => void)[] = []
  #skippedMs = 0

  /**
   * Installs it.
   *
   * @param contexts - the global objects that it is for; this thread's main one is where Node's modules get their timers from
   * @throws TypeError when fake timers are installed in one of them
   */
  constructor(contexts: Iterable<object>) {
    try {
      for (const context of contexts) this.#install(context)
    } catch (error) {
      this.uninstall()
      throw error
    }
    syncBuiltinESMExports()
  }

  /** What has been skipped so far, in ms. */
  get skippedMs(): number {
    return this.#skippedMs
  }

  /** How long until the next timer is due, in ms: 0 for one that is, infinite for none. */
  get untilNextMs(): number {
    return Math.max(0, Math.min(...this.#clocks.map(dueAt)) - this.#epochMs)
  }

  /** Timers that wait, due or not. */
  get pending(): number {
    return this.#clocks.reduce((sum, clock) => sum + clock.countTimers(), 0)
  }

  /** Calls a timer that is due, if there is one. */
  fire(): void {
    const epochMs = this.#epochMs
    this.#clocks.find((clock) => dueAt(clock) <= epochMs)?.next()
  }

  /** Moves on by so many ms. */
  skip(ms: number): void {
    this.#skippedMs += ms
  }

  /** Puts the real clocks and timers back. What was waiting never comes. */
  uninstall(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo()
    syncBuiltinESMExports()
  }

  /** Whole ms, as timers and dates have them. */
  get #epochMs(): number {
    return Math.floor(epochNow() + this.#skippedMs)
  }

  #install(context: object): void {
    const clock = withGlobal(context as typeof globalThis).install({
      now: this.#epochMs,
      toFake: [...TIMERS, 'Date'],
    }) as Clock
    this.#clocks.push(clock)
    this.#undo.push(() => clock.uninstall())
    Object.defineProperty(clock, 'now', {
      get: () => this.#epochMs,
      // Before it calls a timer the library moves its clock to when that was due, which is now, or has been.
      set: () => {},
    })
    const { performance, process } = context as Globals
    const sinceStart = (): number => now() + this.#skippedMs
    if (performance) this.#shadow(performance, 'now', sinceStart)
    if (process)
      this.#shadow(
        process,
        'hrtime',
        hrtimeBy(process.hrtime, () => this.#skippedMs),
      )
  }

  /** Two contexts may share an object. */
  #shadow<Key extends string>(owner: Record<Key, unknown>, key: Key, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(owner, key)
    Object.defineProperty(owner, key, {
      value,
      writable: true,
      configurable: true,
      enumerable: before?.enumerable ?? false,
    })
    this.#undo.push(() => {
      if (before) Object.defineProperty(owner, key, before)
      else delete owner[key]
    })
  }
}

const NS_PER_MS = 1e6
const NS_PER_S = 1e9

function hrtimeBy(real: NodeJS.HRTime, skippedMs: () => number): NodeJS.HRTime {
  const bigint = (): bigint => real.bigint() + BigInt(Math.round(skippedMs() * NS_PER_MS))
  const hrtime = (since?: [number, number]): [number, number] => {
    const ns = bigint() - (since ? BigInt(since[0]) * BigInt(NS_PER_S) + BigInt(since[1]) : 0n)
    return [Number(ns / BigInt(NS_PER_S)), Number(ns % BigInt(NS_PER_S))]
  }
  return Object.assign(hrtime, { bigint })
}
