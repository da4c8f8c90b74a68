import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * The run-queue delay of the other threads of this process: V8's, libuv's, workers. One of them that is not run while it holds a lock
 * keeps the watched thread waiting for that lock, which looks like a sleep of its own.
 */
export class OtherThreads {
  readonly #folder: string | undefined
  readonly #notThese: ReadonlySet<string>
  /** By thread, its open file. */
  readonly #files = new Map<string, number>()
  #before = new Map<string, number>()
  readonly #text = Buffer.alloc(64)

  /** @param schedstat - the watched thread's, where there is one */
  constructor(schedstat: string | undefined) {
    if (schedstat === undefined) {
      this.#notThese = new Set()
      return
    }
    this.#folder = dirname(dirname(schedstat))
    // The watched thread's delay is known, and how late the sentinel's own thread is as well.
    this.#notThese = new Set([basename(dirname(schedstat)), basename(readlinkSync('/proc/thread-self'))])
  }

  start(): void {
    this.#before = this.#read()
  }

  /** Since `start`, of all of them together, in ms. */
  get delayedMs(): number {
    let sum = 0
    for (const [thread, delayMs] of this.#read()) sum += delayMs - (this.#before.get(thread) ?? 0)
    return sum
  }

  #read(): Map<string, number> {
    const delays = new Map<string, number>()
    if (this.#folder === undefined) return delays
    const threads = readdirSync(this.#folder).filter((thread) => !this.#notThese.has(thread))
    for (const thread of threads) {
      const delayMs = this.#delayOf(thread)
      if (delayMs !== undefined) delays.set(thread, delayMs)
    }
    for (const [thread, file] of this.#files) if (!delays.has(thread)) this.#close(thread, file)
    return delays
  }

  /** `undefined` of a thread that has ended meanwhile. */
  #delayOf(thread: string): number | undefined {
    try {
      let file = this.#files.get(thread)
      if (file === undefined) {
        file = openSync(join(this.#folder!, thread, 'schedstat'), 'r')
        this.#files.set(thread, file)
      }
      const length = readSync(file, this.#text, 0, this.#text.length, 0)
      return Number(this.#text.toString('latin1', 0, length).split(' ')[1]) / 1e6
    } catch {
      return undefined
    }
  }

  #close(thread: string, file: number): void {
    this.#files.delete(thread)
    closeSync(file)
  }
}
