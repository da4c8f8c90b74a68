import { setImmediate } from 'node:timers/promises'

// Fake timers may replace it later.
export const turn = setImmediate

const cpuUsage = (process.threadCpuUsage ?? process.cpuUsage).bind(process)

/** Holds the thread for `ms` of its own time, however busy the machine is, and is in one place all the while. */
export function block(ms) {
  const start = cpuUsage()
  // biome-ignore format: one line
  while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < ms * 10_000; round++);
}

/** Works in chunks with a turn of the loop between them. */
export async function cooperate(chunks) {
  for (let chunk = 0; chunk < chunks; chunk++) {
    block(2)
    await turn()
  }
}

/** Works in chunks with nothing but promises between them. */
export async function starve(chunks = 40) {
  for (let chunk = 0; chunk < chunks; chunk++) {
    block(4)
    await null
  }
}

/** Never ends, and never gives the loop a turn. */
export async function starveForEver() {
  for (;;) await null
}

/** Never ends, and gives the loop a turn every time. */
export async function cooperateForEver() {
  for (;;) await turn()
}

/** Sleeps in a call of a built-in, which holds the thread as well. */
export function hold(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** Computes in a call of a built-in, which holds the thread as well. */
export function hash(iterations) {
  process.getBuiltinModule('node:crypto').pbkdf2Sync('secret', 'salt', iterations, 32, 'sha256')
}
