import { join } from 'node:path'
import { holdRealNextTick } from '../realm.ts'
import { type CanaryMessage, type SentinelData, SLOTS, Slot } from './protocol.ts'

/** A sentinel that takes longer is stuck or gone; the machine may let it wait for a while. */
const SENDS_WITHIN_MS = 200

/**
 * The watcher thread of this thread: started with the first watch, kept for later ones, started again should it die. It
 * never keeps the process alive.
 */
export class Sentinel {
  #running: Promise<void> | undefined
  #slots = new Int32Array(new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT))
  #watch = 0
  #onMessage: (() => void) | undefined

  /**
   * Resolves when the sentinel is ready to watch.
   *
   * @throws when no worker thread can be started, for example under `--permission`.
   */
  ready(): Promise<void> {
    this.#running ??= this.#start()
    return this.#running
  }

  /** Wakes the sentinel up for a watch, to look up every `lookEveryMs`. */
  watch(lookEveryMs: number): void {
    this.#watch++
    Atomics.store(this.#slots, Slot.lookEveryMs, lookEveryMs)
    Atomics.store(this.#slots, Slot.lateUs, 0)
    Atomics.store(this.#slots, Slot.sends, this.#onMessage ? 1 : 0)
    const sent = Atomics.load(this.#slots, Slot.sent)
    this.#wake(this.#watch)
    // Posting a message wakes the loop before it returns, so from here on the next visit to poll will serve it.
    if (this.#onMessage) Atomics.wait(this.#slots, Slot.sent, sent, SENDS_WITHIN_MS)
  }

  /** In the next watch the sentinel sends a message into the loop, right when the watch begins. */
  sendMessage(onMessage: () => void): void {
    this.#onMessage = onMessage
  }

  /** Ends the watch. Returns how late the sentinel itself was at worst, in ms. */
  rest(): number {
    this.#onMessage = undefined
    this.#wake(0)
    return Atomics.load(this.#slots, Slot.lateUs) / 1000
  }

  #wake(watch: number): void {
    Atomics.store(this.#slots, Slot.watch, watch)
    Atomics.notify(this.#slots, Slot.watch)
  }

  async #start(): Promise<void> {
    const { Worker } = await import('node:worker_threads')
    return new Promise((resolve, reject) => {
      const restore = holdRealNextTick()
      const worker = new Worker(join(__dirname, 'sentinel-thread.cjs'), {
        name: 'loop-canary sentinel',
        workerData: { slots: this.#slots } satisfies SentinelData,
        // Nothing of the user's set-up concerns it: no preloads, no profiles, no environment.
        execArgv: [],
        env: {},
        trackUnmanagedFds: false,
      })
      restore()
      const lost = (error?: Error): void => {
        this.#running = undefined
        reject(error ?? new Error('The sentinel thread ended before it was ready'))
      }
      worker.once('error', lost)
      worker.once('exit', () => lost())
      worker.on('message', (message: CanaryMessage | 'ready') => {
        if (message === 'ready') resolve()
        else if (message.watch === this.#watch) this.#onMessage?.()
      })
      worker.unref()
    })
  }
}
