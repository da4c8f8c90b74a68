import { BLOCKING_BUILT_INS, type BlockingBuiltIn } from '../blame/blocking-built-ins.ts'
import { idleTime, now } from '../realm.ts'
import { offerHelp } from './help.ts'
import { endThread } from './last-resort.ts'
import { DETECTOR_LOST } from './lost.ts'
import { writeName } from './name.ts'
import { createShared, type Findings, type Message, Moment, nothingFound, Slot } from './protocol.ts'
import { startSentinel } from './start.ts'

/** What the sentinel is to do in one watch. Times in ms. */
export interface Orders {
  /** A longer silence than this is a stall worth a look. */
  lookAfter: number
  /** The subject is stopped after so long a silence; infinite for never. */
  stopAfter: number
  /** The subject is stopped when the loop is silent so long after the launch; infinite for never. */
  stopAt: number
  /** The subject was stopped, and the loop turns again. */
  onStopped(): void
  /** The runner is watched as well, for as long as it goes on: only what a scope covers is unwound; see `scope.ts`. */
  isPatrol?: boolean
}

/** What the sentinel found, and how late it was itself, at worst, in ms. */
export type SentinelReport = Findings & { lateMs: number }

/** As `Slot.calling` has them. */
const numbers = new Map(BLOCKING_BUILT_INS.map((name, index) => [name, index + 1]))

/** A sentinel that takes longer is stuck or gone; the machine may let it wait for a while. */
const SENDS_WITHIN_MS = 200

/**
 * The watcher thread of this thread: started with the first watch, kept for later ones, started again should it die. It
 * never keeps the process alive.
 */
export class Sentinel {
  readonly #shared = createShared()
  #running: Promise<void> | undefined
  #isLost = true
  #isMainThread = true
  /** Whether it was there when the watch under way began. */
  #hadStarted = false
  #watch = 0
  #orders: Orders | undefined
  #onCanary: (() => void) | undefined
  #onFindings: ((findings: Findings) => void) | undefined

  /**
   * Resolves when the sentinel is ready to watch.
   *
   * @throws when no worker thread can be started, for example under `--permission`.
   */
  ready(): Promise<void> {
    this.#running ??= this.#start()
    return this.#running
  }

  /** Wakes the sentinel up for a watch. */
  watch(orders: Orders): void {
    const { slots, moments } = this.#shared
    this.#orders = orders
    this.#hadStarted = !this.#isLost
    this.#watch++
    moments[Moment.lookAfter] = orders.lookAfter
    moments[Moment.stopAfter] = orders.stopAfter
    moments[Moment.stopAt] = now() + orders.stopAt
    slots[Slot.lateUs] = 0
    slots[Slot.isPatrol] = orders.isPatrol ? 1 : 0
    slots[Slot.sendsCanary] = this.#onCanary ? 1 : 0
    this.beat(now(), idleTime())
    const sent = Atomics.load(slots, Slot.canarySent)
    this.#wake(this.#watch)
    // Posting a message wakes the loop before it returns, so from here on the next visit to poll will serve it.
    if (this.#onCanary) Atomics.wait(slots, Slot.canarySent, sent, SENDS_WITHIN_MS)
  }

  /** In the middle of a watch: what the sentinel has found since it was last asked. */
  async handOver(): Promise<Findings> {
    if (this.#isLost) return { ...nothingFound(), problems: [DETECTOR_LOST] }
    const { promise, resolve } = Promise.withResolvers<Findings>()
    this.#onFindings = resolve
    Atomics.add(this.#shared.slots, Slot.asked, 1)
    Atomics.notify(this.#shared.slots, Slot.watch)
    return promise
  }

  /** How often the sentinel has seen somebody in this thread. */
  get sampled(): number {
    return Atomics.load(this.#shared.slots, Slot.sampled)
  }

  /** The memory that `sampled` is read from, for who must not call a function of ours; and where. */
  get sampledAt(): [Int32Array, number] {
    return [this.#shared.slots, Slot.sampled]
  }

  /** A sign of life. It costs nothing and is called in every turn. */
  beat(atMs: number, idleMs: number): void {
    this.#shared.moments[Moment.beatAt] = atMs
    this.#shared.moments[Moment.idleAtBeat] = idleMs
    this.#shared.slots[Slot.beat]!++
  }

  /** When Node's own time limit will end the subject's call, on `realm.now`; 0 when it is not on the stack. */
  set callEndsAt(atMs: number) {
    this.#shared.moments[Moment.callEndsAt] = atMs
  }

  /** The call of a blocking built-in that is in progress. It costs nothing, and is told of before and behind each. */
  set calling(name: BlockingBuiltIn | undefined) {
    this.#shared.slots[Slot.calling] = name === undefined ? 0 : numbers.get(name)!
  }

  /** What runs, in words: for the last resort, where nobody else can say so any more. */
  set name(name: string) {
    writeName(this.#shared.name, name)
  }

  /** In the next watch the sentinel sends a message into the loop, right when the watch begins. */
  sendCanary(onCanary: () => void): void {
    this.#onCanary = onCanary
  }

  /**
   * Ends the watch. Resolves when the sentinel has told what it found.
   *
   * @param isInDoubt - whether it has to say when it was held up itself; else it speaks only when it did something
   */
  async rest(isInDoubt: boolean): Promise<SentinelReport> {
    const { slots } = this.#shared
    this.#onCanary = undefined
    // The watch may have ended before it began.
    if (!this.#orders) return { ...nothingFound(), lateMs: 0 }
    this.#orders = undefined
    if (isInDoubt) Atomics.store(slots, Slot.wantsFindings, this.#watch)
    this.#wake(-this.#watch)
    const findings = await this.#findings(isInDoubt)
    return { ...findings, lateMs: Atomics.load(slots, Slot.lateUs) / 1000 }
  }

  async #findings(isInDoubt: boolean): Promise<Findings> {
    if (this.#isLost) return { ...nothingFound(), problems: this.#hadStarted ? [DETECTOR_LOST] : [] }
    if (!isInDoubt && Atomics.load(this.#shared.slots, Slot.hasFindings) !== this.#watch) return nothingFound()
    return new Promise((resolve) => {
      this.#onFindings = resolve
    })
  }

  #wake(watch: number): void {
    Atomics.store(this.#shared.slots, Slot.watch, watch)
    Atomics.notify(this.#shared.slots, Slot.watch)
  }

  async #start(): Promise<void> {
    const { isMainThread, threadId } = await import('node:worker_threads')
    this.#isMainThread = isMainThread
    offerHelp(this.#shared)
    const worker = await startSentinel(this.#shared, isMainThread ? 0 : threadId)
    return new Promise((resolve, reject) => {
      const lost = (error?: Error): void => {
        this.#running = undefined
        this.#isLost = true
        this.#onFindings?.({ ...nothingFound(), problems: [DETECTOR_LOST] })
        reject(error ?? new Error('The sentinel thread ended before it was ready'))
      }
      worker.once('error', lost)
      worker.once('exit', () => lost())
      worker.on('message', (message: Message) => {
        if (message.kind === 'ready') {
          this.#isLost = false
          resolve()
        } else if (message.watch === this.#watch) this.#receive(message)
      })
      worker.unref()
    })
  }

  #receive(message: Exclude<Message, { kind: 'ready' }>): void {
    switch (message.kind) {
      case 'canary':
        this.#onCanary?.()
        break
      case 'ping':
        this.beat(now(), idleTime())
        break
      case 'stopped':
        this.#orders?.onStopped()
        break
      case 'lost':
        endThread(message.samples, this.#shared, this.#isMainThread)
        break
      case 'findings':
        this.#onFindings?.(message.findings)
        break
    }
  }
}
