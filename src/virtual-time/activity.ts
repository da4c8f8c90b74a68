import { createHook } from 'node:async_hooks'
import type { Yields } from '../report.ts'

/** What runs before the loop goes on is no yield. */
const IN_THE_SAME_TURN: readonly string[] = ['PROMISE', 'TickObject', 'Microtask']

/** One-off work of the thread pool and of the system, whose end is never far: files, names, keys, connections being made. */
const REQUEST = /^FSREQ|REQ$|REQWRAP$|CONNECTWRAP$|(?<!^HTTPCLIENT)REQUEST$/

type Kind = keyof Yields

const kindOf = (type: string): Kind => {
  if (type === 'Immediate') return 'immediates'
  return type === 'Timeout' ? 'timers' : 'io'
}

/** What brings a function back from the loop, and what it is still waiting for. */
export class Activity {
  readonly yields: Yields = { timers: 0, immediates: 0, io: 0 }
  readonly #kinds = new Map<number, Kind>()
  readonly #requests = new Set<number>()
  #hasIo = false
  readonly #hook

  /** @param isSubjects - whether what runs now is in the function's course */
  constructor(isSubjects: () => boolean) {
    this.#hook = createHook({
      init: (id, type) => {
        if (IN_THE_SAME_TURN.includes(type) || !isSubjects()) return
        const kind = kindOf(type)
        this.#kinds.set(id, kind)
        if (REQUEST.test(type)) this.#requests.add(id)
        else if (kind === 'io') this.#hasIo = true
      },
      before: (id) => {
        const kind = this.#kinds.get(id)
        if (kind === undefined) return
        this.yields[kind]++
        this.#requests.delete(id)
        if (kind === 'immediates') this.#kinds.delete(id)
      },
    })
  }

  /** Whether it waits for something that comes by itself. */
  get isWaiting(): boolean {
    return this.#requests.size > 0
  }

  /** Whether it has had connections, threads or the like, which may be heard of at any time. */
  get hasIo(): boolean {
    return this.#hasIo
  }

  start(): void {
    this.#hook.enable()
  }

  stop(): void {
    this.#hook.disable()
  }
}
