import type { Socket as NodeSocket } from 'node:net'
import { holdRealNextTick, nextTurn, pollVisits } from '../realm.ts'

/** Nothing can be below a device. */
const NOWHERE = '/dev/null/loop-canary'

/** A socket that never gets connected, and is kept for the next try. */
interface RefusedSocket extends NodeSocket {
  onRefused: (() => void) | undefined
  close(): void
}

let newSocket: (() => RefusedSocket) | undefined

/**
 * Where the loop enters poll: calls back when the timers phase is over, right before that.
 *
 * libuv has a phase there, for callbacks that are pending: that of a connection which the system refuses at once is. It costs about 15 µs,
 * and is no reason for the loop to turn, as nothing is closed.
 */
export class PollEntry {
  #socket: RefusedSocket | undefined

  private constructor() {}

  static async load(): Promise<PollEntry> {
    newSocket ??= await loadSocket()
    return new PollEntry()
  }

  /**
   * Called in the check or the timers phase. What it has called before and was not called back in the same turn is forgotten.
   *
   * @returns whether it is going to call back
   */
  call(back: () => void): boolean {
    const visits = pollVisits()
    this.#socket ??= newSocket!()
    // A second try would have libuv forget the first one, and keep the process alive for it: a check phase that is stopped is gone through again.
    if (!this.#socket.connecting && !this.#connect(this.#socket)) return false
    this.#socket.onRefused = () => {
      if (pollVisits() === visits) back()
    }
    return true
  }

  #connect(socket: RefusedSocket): boolean {
    const restore = holdRealNextTick()
    try {
      socket.connect({ path: NOWHERE }).unref()
    } catch {
      return false
    } finally {
      restore()
    }
    // What was refused in the call itself has been in this phase.
    return socket.connecting
  }

  /** Calls back no more. It takes a turn of the loop until nothing is left of it. */
  async close(): Promise<void> {
    if (!this.#socket) return
    const restore = holdRealNextTick()
    try {
      this.#socket.close()
    } finally {
      restore()
    }
    this.#socket = undefined
    await nextTurn()
  }
}

// Loaded with the first watch, not with the package: it is the dearest part of the import.
async function loadSocket(): Promise<() => RefusedSocket> {
  const { Socket } = await import('node:net')

  return () =>
    new (class extends Socket implements RefusedSocket {
      onRefused: (() => void) | undefined

      /** What Node does with a socket that was refused. */
      override destroy(): this {
        const onRefused = this.onRefused
        this.onRefused = undefined
        onRefused?.()
        return this
      }

      close(): void {
        this.onRefused = undefined
        super.destroy()
      }
    })()
}
