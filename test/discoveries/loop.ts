import { stat } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { MessageChannel } from 'node:worker_threads'

/** How often this thread's loop has entered the poll phase. */
export const pollVisits = (): number => performance.nodeTiming.uvMetricsInfo.loopCount

/** Total ms this thread's loop has spent waiting inside poll. */
export const idleTime = (): number => performance.nodeTiming.idleTime

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function block(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end) {}
}

export type Phase = 'timers' | 'check' | 'poll' | 'message port'

const enter: Record<Phase, (callback: () => void) => void> = {
  timers: (callback) => setTimeout(callback, 1),
  check: (callback) => setImmediate(callback),
  poll: (callback) => stat('.', callback),
  'message port': (callback) => {
    const { port1, port2 } = new MessageChannel()
    port2.once('message', () => {
      port1.close()
      callback()
    })
    port1.postMessage('go')
  },
}

/** Runs `callback` inside the given phase, with nothing of the caller on its stack. */
export function launchFrom<T>(phase: Phase, callback: () => T): Promise<Awaited<T>> {
  // Promise.resolve() forwards what the callback made without adding turns: only microtasks.
  return new Promise((resolve, reject) => {
    enter[phase](() => {
      try {
        Promise.resolve(callback()).then(resolve, reject)
      } catch (error) {
        reject(error)
      }
    })
  })
}
