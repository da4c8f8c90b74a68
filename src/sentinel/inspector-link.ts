import { Session } from 'node:inspector'

type Params = Record<string, unknown>
// biome-ignore lint/suspicious/noExplicitAny: the protocol's answers are as many as its methods
type Answer = any
type Listener = (params: Answer) => void

interface Reply {
  id?: number
  method?: string
  params?: Params
  result?: Answer
  error?: { message: string }
}

const HEARD_WITHIN_MS = 2000

/**
 * A debugger's line to a stuck thread of this process: to the main thread directly, to a worker through the main thread's
 * `NodeWorker` domain. Never talk to the sentinel itself: a thread that pauses itself waits for ever.
 */
export class InspectorLink {
  readonly #session = new Session()
  readonly #threadId: number
  readonly #listeners = new Map<string, Listener>()
  readonly #pending = new Map<number, { method: string; resolve(result: Answer): void; reject(error: Error): void }>()
  #workerSession: string | undefined
  /** When the main thread has passed the last message on to the worker. */
  #passedOn: Promise<unknown> = Promise.resolve()
  #isConnected = false
  /** Whether the debugger is on. */
  #isDebugging = false
  #lastId = 0

  /** @param threadId - 0 for the main thread, else the worker's number */
  constructor(threadId: number) {
    this.#threadId = threadId
  }

  /** Connects. For a worker it resolves when the main thread has introduced it. */
  async connect(): Promise<void> {
    this.#session.connectToMainThread()
    if (this.#threadId === 0) {
      this.#session.on('inspectorNotification', (message) => this.#notify(message as Reply))
      this.#isConnected = true
      return
    }
    const introduced = new Promise<void>((resolve) => {
      this.#session.on('NodeWorker.attachedToWorker', ({ params }) => {
        // The title carries the number that `worker_threads` knows; `workerId` is another one.
        if (!params.workerInfo.title.startsWith(`[worker ${this.#threadId}]`)) return
        this.#workerSession = params.sessionId
        resolve()
      })
    })
    this.#session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      if (params.sessionId === this.#workerSession) this.#receive(JSON.parse(params.message))
    })
    await this.#postDirectly('NodeWorker.enable', { waitForDebuggerOnStart: false })
    await introduced
    this.#isConnected = true
  }

  /** Sends a command; resolves with its answer, which comes when the stuck thread takes an interrupt. */
  post(method: string, params: Params = {}): Promise<Answer> {
    if (method === 'Debugger.disable') this.#isDebugging = false
    if (this.#threadId === 0) return this.#postDirectly(method, params)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject })
      const message = JSON.stringify({ id, method, params })
      this.#passedOn = this.#postDirectly('NodeWorker.sendMessageToWorker', { sessionId: this.#workerSession, message })
      this.#passedOn.catch(reject)
    })
  }

  /** Evaluates an expression in the thread; a pause that is still to come does not come in the middle of it. */
  async evaluate(expression: string): Promise<Answer> {
    const { result } = await this.post('Runtime.evaluate', {
      silent: true,
      disableBreaks: true,
      returnByValue: true,
      expression,
    })
    return result
  }

  /**
   * Sends commands of which each comes right behind the other.
   *
   * @param onUnderWay - called when their arrival no longer depends on this thread, nor on one in between
   */
  postTogether(commands: [method: string, params?: Params][], onUnderWay: () => void): Promise<Answer[]> {
    const answers = commands.map(([method, params]) => this.post(method, params))
    this.#passedOn.then(onUnderWay, onUnderWay)
    return Promise.all(answers)
  }

  /** Whether somebody else's debugger is attached to the process, or may be at any time. */
  async isDebugged(): Promise<boolean> {
    // Only the main thread has an address.
    const evaluated = this.#postDirectly('Runtime.evaluate', {
      silent: true,
      returnByValue: true,
      expression: "process.getBuiltinModule('node:inspector').url() !== undefined",
    })
    // Where vm's time limit was over while the inspector was at work, the call that it was for goes on, and nothing can be evaluated in it
    // any more. It can still be paused, and stopped.
    return evaluated.then(
      ({ result }) => result.value,
      () => false,
    )
  }

  on(method: string, listener: Listener): void {
    this.#listeners.set(method, listener)
  }

  /**
   * Ends the connection, and waits until the thread has heard of it: a pause that was still to come would find nobody to end
   * it. Gives up waiting after a while, for a thread that takes no interrupts.
   */
  async disconnect(): Promise<void> {
    const isHeard = this.#isConnected ? this.post('Debugger.disable').catch(() => {}) : undefined
    let timer: NodeJS.Timeout | undefined
    const isTooLate = new Promise((resolve) => {
      timer = setTimeout(resolve, HEARD_WITHIN_MS)
    })
    await Promise.race([isHeard, isTooLate])
    clearTimeout(timer)
    this.#session.disconnect()
    for (const { reject } of this.#pending.values()) reject(new Error('disconnected'))
    this.#pending.clear()
  }

  #postDirectly(method: string, params: Params): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#session.post(method, params, (error: Error | null, result?: object) => {
        if (error) reject(error)
        else {
          this.#succeeded(method)
          resolve(result)
        }
      })
    })
  }

  /** At once, and not when somebody who waits for the answer gets his turn: what comes next may have come already. */
  #succeeded(method: string): void {
    if (method === 'Debugger.enable') this.#isDebugging = true
  }

  #receive(message: Reply): void {
    if (message.id === undefined) {
      this.#notify(message)
      return
    }
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (!pending) return
    if (message.error) pending.reject(new Error(message.error.message))
    else {
      this.#succeeded(pending.method)
      pending.resolve(message.result)
    }
  }

  /**
   * While the debugger is being switched on, V8 tells of a pause that the thread is in already. That is somebody else's, or it is
   * the last one of ours, which the thread is just leaving: what is sent to it then finds it running.
   */
  #notify({ method, params }: Reply): void {
    if (method === 'Debugger.paused' && !this.#isDebugging) return
    this.#listeners.get(method ?? '')?.(params)
  }
}
