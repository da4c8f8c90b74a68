import { readdirSync, readlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sharedNow } from '../realm.ts'
import type { Delay } from '../turns/anatomy.ts'
import { ProcFile } from './proc-file.ts'
import type { SentinelData } from './protocol.ts'

/** So many pieces of time are told apart, the latest ones. */
const KEPT = 100

/** A shorter delay keeps nobody waiting who matters, in ms. */
const LEAST_MS = 1

/**
 * The run-queue delay of the other threads of this process: V8's, libuv's, workers. One of them that is not run while it holds a lock
 * keeps the watched thread waiting for that lock, which looks like a sleep of its own.
 */
export class OtherThreads {
  readonly #folder: string | undefined
  readonly #notThese: ReadonlySet<string>
  readonly #files = new Map<string, ProcFile>()
  readonly #clockOffset: number
  #before = new Map<string, number>()
  #readAtMs = 0
  #delays: Delay[] = []

  /**
   * @param schedstat - the watched thread's, where there is one
   * @param clockOffset - what to add to the watched thread's `realm.now` to get `realm.sharedNow`
   */
  constructor({ schedstat, clockOffset }: Pick<SentinelData, 'schedstat' | 'clockOffset'>) {
    this.#clockOffset = clockOffset
    if (schedstat === undefined) {
      this.#notThese = new Set()
      return
    }
    this.#folder = dirname(dirname(schedstat))
    // The watched thread's delay is known, and how late the sentinel's own thread is as well.
    this.#notThese = new Set([basename(dirname(schedstat)), basename(readlinkSync('/proc/thread-self'))])
  }

  /** Begins anew, with a watch. */
  start(delays: Delay[]): void {
    this.#before = this.#read()
    this.#readAtMs = sharedNow() - this.#clockOffset
    this.#delays = delays
  }

  /**
   * To be called now and then, as a delay is known to be somewhere between two calls; and at the end.
   *
   * @param keepNobodyWaiting - whether the watched thread is known to have had something else to wait for
   */
  look(keepNobodyWaiting = false): void {
    const startMs = this.#readAtMs
    // Nothing to speak of since then.
    if (sharedNow() - this.#clockOffset - startMs < LEAST_MS) return
    const before = this.#before
    this.start(this.#delays)
    if (keepNobodyWaiting) return
    let ms = 0
    for (const [thread, delayMs] of this.#before) ms += delayMs - (before.get(thread) ?? 0)
    if (ms < LEAST_MS) return
    this.#delays.push({ startMs, endMs: this.#readAtMs, ms })
    if (this.#delays.length > KEPT) this.#delays.unshift(together(...(this.#delays.splice(0, 2) as [Delay, Delay])))
  }

  #read(): Map<string, number> {
    const delays = new Map<string, number>()
    if (this.#folder === undefined) return delays
    const threads = readdirSync(this.#folder).filter((thread) => !this.#notThese.has(thread))
    for (const thread of threads) {
      const delayMs = this.#delayOf(thread)
      if (delayMs !== undefined) delays.set(thread, delayMs)
    }
    for (const [thread, file] of this.#files) {
      if (delays.has(thread)) continue
      this.#files.delete(thread)
      file.close()
    }
    return delays
  }

  /** `undefined` of a thread that has ended meanwhile. */
  #delayOf(thread: string): number | undefined {
    let file = this.#files.get(thread)
    if (!file) {
      file = new ProcFile(join(this.#folder!, thread, 'schedstat'))
      this.#files.set(thread, file)
    }
    const [, delayNs] = file.read().split(' ')
    return delayNs === undefined ? undefined : Number(delayNs) / 1e6
  }
}

const together = (first: Delay, then: Delay): Delay => ({
  startMs: first.startMs,
  endMs: then.endMs,
  ms: first.ms + then.ms,
})
