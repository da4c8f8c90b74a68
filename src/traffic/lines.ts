import { Agent, get } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { listenOnLoopback } from '../loopback.ts'
import type { Pings } from './pings.ts'
import type { Destination } from './protocol.ts'

/** From this status on a server says that it could not answer. */
const SERVER_ERROR = 500

/** The traffic thread's end of what pings go over. */
export interface Line {
  /** @returns the port to connect to, where somebody has to */
  open(): Promise<number | undefined>
  /** Which connection is the right one. */
  admit(port: number): void
  /** From here on answers count for these. */
  begin(pings: Pings): void
  ping(pings: Pings): void
  close(): void
}

export function lineTo(destination: Destination): Line {
  switch (destination.to) {
    case 'socket':
      return new SocketLine()
    case 'port':
      return new PortLine(destination.port)
    case 'http':
      return new HttpLine(destination.url)
  }
}

/** Bytes that come back in the order in which they were sent. */
class SocketLine implements Line {
  readonly #server: Server = createServer({ noDelay: true }, (socket) => this.#accept(socket))
  readonly #accepted = new Set<Socket>()
  #socket: Socket | undefined
  #pings: Pings | undefined
  #answered = 0
  #stale = 0
  #sent = 0

  open(): Promise<number> {
    // Somebody who cannot be let in later is nobody's.
    this.#server.on('error', () => {})
    return listenOnLoopback(this.#server)
  }

  admit(port: number): void {
    const use = (socket: Socket): void => {
      if (socket.remotePort !== port) {
        socket.destroy()
        return
      }
      this.#socket = socket
      this.#server.close()
      socket.on('data', (bytes) => this.#take(bytes.length))
    }
    this.#server.on('connection', use)
    for (const socket of this.#accepted) use(socket)
  }

  begin(pings: Pings): void {
    this.#pings = pings
    // Answers to what was sent before are still to come.
    this.#stale = this.#sent - this.#answered
    this.#answered = this.#sent = 0
  }

  ping(pings: Pings): void {
    if (!this.#socket) return
    pings.send()
    this.#sent++
    this.#socket.write('.')
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#accepted) socket.destroy()
  }

  #accept(socket: Socket): void {
    this.#accepted.add(socket)
    socket.on('error', () => {})
  }

  #take(bytes: number): void {
    const stale = Math.min(bytes, this.#stale)
    this.#stale -= stale
    for (let answer = stale; answer < bytes; answer++) this.#pings?.answer(this.#answered++)
  }
}

/** Messages that come back with their number. */
class PortLine implements Line {
  readonly #port: Extract<Destination, { to: 'port' }>['port']
  #round = 0
  #pings: Pings | undefined

  constructor(port: Extract<Destination, { to: 'port' }>['port']) {
    this.#port = port
  }

  async open(): Promise<undefined> {
    this.#port.on('message', ([round, ping]: [number, number]) => {
      if (round === this.#round) this.#pings?.answer(ping)
    })
  }

  admit(): void {}

  begin(pings: Pings): void {
    this.#round++
    this.#pings = pings
  }

  ping(pings: Pings): void {
    this.#port.postMessage([this.#round, pings.send()])
  }

  close(): void {
    this.#port.close()
  }
}

/** Requests, each on its own whatever became of those before: a slow answer does not make the next one late. */
class HttpLine implements Line {
  readonly #agent = new Agent({ keepAlive: true })
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async open(): Promise<undefined> {}

  admit(): void {}

  begin(): void {}

  ping(pings: Pings): void {
    const ping = pings.send()
    let isOver = false
    const failed = (why: string): void => {
      if (!isOver) pings.fail(why)
      isOver = true
    }
    const onError = (error: Error): void => failed(error.message)
    try {
      const request = get(this.#url, { agent: this.#agent }, (response) => {
        const { statusCode = SERVER_ERROR } = response
        response.on('error', onError).on('end', () => {
          if (statusCode >= SERVER_ERROR) failed(String(statusCode))
          else pings.answer(ping)
        })
        response.resume()
      })
      request.on('error', onError)
    } catch (error) {
      onError(error as Error)
    }
  }

  close(): void {
    this.#agent.destroy()
  }
}
