import { join } from 'node:path'
import type { Transferable, Worker } from 'node:worker_threads'
import { startOwnThread } from '../own-thread.ts'
import { sharedNow } from '../realm.ts'
import type { Latency } from '../report.ts'
import type { Command, Destination, Reply } from './protocol.ts'

/** What the traffic thread sends pings over, seen from the watched thread. */
export interface TrafficLine {
  /** Where to connect to, when somebody has to. */
  readonly port: number | undefined
  /** Tells which connection to that port is the right one. */
  admit(localPort: number): void
  /** Pings begin at once, and go on until `stop`. */
  go(): void
  /** Resolves with what had become of the pings at the moment of the call. */
  stop(): Promise<Latency>
  close(): void
}

/** Connections that the traffic thread holds. */
export interface IdleConnections {
  /** Where they come from. */
  readonly ports: readonly number[]
  /** Why they are not more, if they are not. */
  readonly problem: string | undefined
  disperse(): void
}

/** How a line speaks to its other end. */
interface Wire {
  readonly line: number
  send(command: Command, transfer?: Transferable[]): void
  /** @throws when the thread that the reply should come from has ended, before or meanwhile */
  ask<Kind extends Reply['kind']>(command: Command, transfer?: Transferable[]): Promise<Extract<Reply, { kind: Kind }>>
}

const ENDED = 'the traffic thread has ended'

/** The thread that sends pings to this one: started with the first line, kept for later ones, started again should it die. */
class TrafficClient {
  #running: Promise<Worker> | undefined
  #lines = 0
  readonly #waiting = new Map<number, { resolve(reply: Reply): void; reject(error: Error): void }>()

  /**
   * Opens a line.
   *
   * @throws when no worker thread can be started, or the thread cannot open it
   */
  async open(destination: Destination, transfer: Transferable[] = []): Promise<TrafficLine> {
    const { line, send, ask } = await this.#newLine()
    const { port } = await ask<'opened'>({ kind: 'open', line, destination }, transfer)
    return {
      port,
      admit: (port) => send({ kind: 'peer', line, port }),
      go: () => send({ kind: 'go', line }),
      stop: async () => (await ask<'stopped'>({ kind: 'stop', line, atMs: sharedNow() })).latency,
      close: () => send({ kind: 'close', line }),
    }
  }

  /**
   * Connects to a port as often as it can, up to `count` times.
   *
   * @throws when no worker thread can be started
   */
  async gather(port: number, count: number): Promise<IdleConnections> {
    const { line, send, ask } = await this.#newLine()
    const { ports, problem } = await ask<'gathered'>({ kind: 'gather', line, port, count })
    return { ports, problem, disperse: () => send({ kind: 'close', line }) }
  }

  async #newLine(): Promise<Wire> {
    const running = this.#start()
    const worker = await running
    const line = ++this.#lines
    const send: Wire['send'] = (command, transfer = []) => worker.postMessage(command, transfer)
    return {
      line,
      send,
      ask: <Kind extends Reply['kind']>(command: Command, transfer?: Transferable[]) => {
        if (this.#running !== running) return Promise.reject(new Error(ENDED))
        const { promise, resolve, reject } = Promise.withResolvers<Reply>()
        this.#waiting.set(line, { resolve, reject })
        send(command, transfer)
        return promise as Promise<Extract<Reply, { kind: Kind }>>
      },
    }
  }

  #start(): Promise<Worker> {
    this.#running ??= this.#startAnew()
    return this.#running
  }

  async #startAnew(): Promise<Worker> {
    const worker = await startOwnThread(join(__dirname, 'traffic-thread.cjs'), 'traffic', undefined)
    const lost = (error?: Error): void => {
      this.#running = undefined
      for (const { reject } of this.#waiting.values()) reject(error ?? new Error(ENDED))
      this.#waiting.clear()
    }
    worker.once('error', lost)
    worker.once('exit', () => lost())
    worker.on('message', (reply: Reply) => {
      const waiting = this.#waiting.get(reply.line)
      this.#waiting.delete(reply.line)
      if (reply.kind === 'failed') waiting?.reject(new Error(reply.message))
      else waiting?.resolve(reply)
    })
    // Listening has made it keep the process alive again.
    worker.unref()
    return worker
  }
}

/** The one of this thread. */
export const trafficClient: TrafficClient = new TrafficClient()
