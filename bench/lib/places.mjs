import { stat } from 'node:fs'
import { now, threadCpu } from './clock.mjs'
import { nextTurn } from './wait.mjs'
import { burn } from './work.mjs'

const nap = new Int32Array(new SharedArrayBuffer(4))

/**
 * Where in a turn a stall can be: each makes one of about `ms`, and resolves with how long it really was. For CPU work that
 * is the CPU time that it took, which no load on the machine changes; for a blocking sleep it is its length.
 */
export const places = {
  'synchronous part': async (ms) => burn(ms),

  'after await setImmediate': async (ms) => {
    await nextTurn()
    return burn(ms)
  },

  'timer callback': (ms) => new Promise((resolve) => setTimeout(() => resolve(burn(ms)), 5)),

  'fs callback': (ms) => new Promise((resolve) => stat('.', () => resolve(burn(ms)))),

  'microtask loop': async (ms) => {
    await nextTurn()
    const before = threadCpu()
    for (const end = now() + ms * 50; threadCpu() - before < ms && now() < end; ) {
      for (let step = 0; step < 100; step++) await null
    }
    return threadCpu() - before
  },

  'Atomics.wait': async (ms) => {
    await nextTurn()
    Atomics.wait(nap, 0, 0, ms)
    return ms
  },
}
