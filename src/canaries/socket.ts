import type { Socket } from 'node:net'
import { LOOPBACK, listenOnLoopback, refuseWithoutNetwork } from '../loopback.ts'
import { holdRealNextTick } from '../realm.ts'
import { OneEventCanary } from './one-event.ts'

/**
 * A byte that waits to be read from a real TCP connection on loopback.
 *
 * The byte is in the kernel's receive buffer before the subject is called, and that is proved rather than hoped: two bytes
 * are sent in one segment, and the reader takes the first and stops, so the second has arrived as well. `arm` lets the
 * reader go on; from then on nothing but a visit to poll can serve the byte, and the next visit will.
 */
export class SocketCanary extends OneEventCanary {
  #pair: Promise<Pair> | undefined
  #connected: Pair | undefined

  async prepare(): Promise<void> {
    if (this.#connected?.broken) this.#pair = undefined
    this.#pair ??= openPair()
    this.#connected = await this.#pair
    await this.#connected.deliver()
  }

  override arm(atMs: number): void {
    super.arm(atMs)
    this.#connected!.read(this.serve)
  }
}

/** The two ends of one connection inside this process. */
class Pair {
  broken = false
  #onByte: () => void = () => {}
  #writer: Socket | undefined
  #reader: Socket | undefined

  attach(writer: Socket, reader: Socket): void {
    this.#writer = writer
    this.#reader = reader
    for (const end of [writer, reader]) {
      end.unref()
      end.on('error', () => {})
      end.once('close', () => {
        this.broken = true
        writer.destroy()
        reader.destroy()
      })
    }
  }

  /** The reader's callback, a byte at a time; it always stops the reading. */
  take(): false {
    this.#onByte()
    return false
  }

  /** Resolves when one byte waits in the kernel, unread. */
  deliver(): Promise<void> {
    return new Promise((resolve) => {
      this.read(resolve)
      const restore = holdRealNextTick()
      this.#writer!.write('2b')
      restore()
    })
  }

  /** Calls `onByte` once, when the next byte is read in a visit to poll. */
  read(onByte: () => void): void {
    this.#onByte = onByte
    const restore = holdRealNextTick()
    this.#reader!.resume()
    restore()
  }
}

async function openPair(): Promise<Pair> {
  refuseWithoutNetwork()
  // Loaded with the first watch, not with the package: it is the dearest part of the import.
  const { connect, createServer } = await import('node:net')
  const restore = holdRealNextTick()
  const server = createServer({ noDelay: true })
  const accepted: Socket[] = []
  try {
    server.on('error', () => {}).on('connection', (socket) => accepted.push(socket))
    const port = await listenOnLoopback(server)
    const pair = new Pair()
    const reader = await new Promise<Socket>((resolve, reject) => {
      const onread = { buffer: new Uint8Array(1), callback: () => pair.take() }
      const socket = connect({ port, host: LOOPBACK, noDelay: true, onread })
      socket.on('error', reject).on('connect', () => resolve(socket))
    })
    // The accepting end may come a turn later; a stranger who found the port in this moment is turned away.
    const isOurs = (socket: Socket): boolean => socket.remotePort === reader.localPort
    while (!accepted.some(isOurs)) await new Promise((resolve) => server.once('connection', resolve))
    for (const socket of accepted) if (!isOurs(socket)) socket.destroy()
    pair.attach(accepted.find(isOurs)!, reader)
    return pair
  } finally {
    server.close()
    restore()
  }
}
