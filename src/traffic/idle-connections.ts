import { connect, type Socket } from 'node:net'
import { getSystemErrorMessage } from 'node:util'
import { LOOPBACK } from '../loopback.ts'

/**
 * Connections that are being made at a time. Each takes a file at once, and a second one only when it is let in: with many under way, this
 * end would use up what the other one needs.
 */
const AT_ONCE = 50

/** When files run out, so many are handed back, each with its other end: the function may need some. */
const SPARE = 32

/** Node's own message of a system error tells of addresses that a socket without a file does not have. */
function describe({ message, code, errno }: NodeJS.ErrnoException): string {
  return errno === undefined ? message : `${getSystemErrorMessage(errno)} (${code})`
}

/** The other ends of many idle connections. */
export class IdleConnections {
  readonly #sockets = new Set<Socket>()
  #problem: Error | undefined

  /** Why it is smaller than it should be, where it is. */
  get problem(): string | undefined {
    return this.#problem && describe(this.#problem)
  }

  /** Connects until there are so many, or no more can be had. @returns the ports of those that are connected */
  async gather(port: number, count: number): Promise<number[]> {
    let left = count
    const connectOneByOne = async (): Promise<void> => {
      while (left > 0 && !this.#problem) {
        left--
        await this.#connect(port).catch((error) => {
          this.#problem ??= error
        })
      }
    }
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, connectOneByOne))
    if (this.#problem) this.#hangUp([...this.#sockets].slice(0, SPARE))
    return [...this.#sockets].map((socket) => socket.localPort!)
  }

  /** Hangs up, and leaves nothing behind: a connection that is closed in peace keeps its port for a minute. */
  disperse(): void {
    this.#hangUp([...this.#sockets])
  }

  #hangUp(sockets: readonly Socket[]): void {
    for (const socket of sockets) {
      this.#sockets.delete(socket)
      socket.resetAndDestroy()
    }
  }

  #connect(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: LOOPBACK })
      socket.once('connect', () => {
        this.#sockets.add(socket)
        resolve()
      })
      socket.on('error', reject)
      socket.once('close', () => {
        this.#sockets.delete(socket)
        reject(new Error('the connection was closed'))
      })
    })
  }
}
