import { holdRealNextTick, nextTurn, now, pollVisits } from '../realm.ts'

/** Nothing can be below a device. */
const NOWHERE = '/dev/null/loop-canary'

/** @param ownMs - what the call back has cost so far */
type Call = (ownMs: number) => void

/** A connection that is refused at once is told of in the next turn. */
const MAX_TURNS = 10

/** Calls that are still to come back. */
let awaited = 0

let connectNowhere: ((onRefused: Call) => void) | undefined

/**
 * Called in the check or the timers phase: calls back when the timers phase is over, right before the loop visits poll. It costs
 * about 40 µs and makes the loop turn once more.
 *
 * libuv has a phase there, for callbacks that are pending: that of a connection which the system refuses at once is.
 *
 * @returns whether that can be done here
 */
export function beforePoll(call: Call): boolean {
  if (!connectNowhere) return false
  const visits = pollVisits()
  awaited++
  connectNowhere((ownMs) => {
    awaited--
    if (pollVisits() === visits) call(ownMs)
  })
  return true
}

/** Resolves when nothing is to be called back any more, which takes a turn of the loop. */
export async function allCalledBack(): Promise<void> {
  for (let turn = 0; awaited > 0 && turn < MAX_TURNS; turn++) await nextTurn()
}

/** Gets ready what `beforePoll` needs. */
export async function prepareBeforePoll(): Promise<void> {
  connectNowhere ??= await nowhere()
}

// Loaded with the first watch, not with the package: it is the dearest part of the import.
async function nowhere(): Promise<(onRefused: Call) => void> {
  const { Socket } = await import('node:net')

  /** What Node does first with the callback is to destroy the socket; its events come in a tick, which may be faked. */
  class RefusedSocket extends Socket {
    onRefused: Call | undefined

    override destroy(): this {
      const before = now()
      const restore = holdRealNextTick()
      super.destroy()
      restore()
      this.onRefused?.(now() - before)
      this.onRefused = undefined
      return this
    }
  }

  return (onRefused) => {
    const socket = new RefusedSocket()
    socket.onRefused = onRefused
    const restore = holdRealNextTick()
    try {
      socket.connect({ path: NOWHERE }).unref()
    } catch {
      socket.destroy()
    } finally {
      restore()
    }
  }
}
