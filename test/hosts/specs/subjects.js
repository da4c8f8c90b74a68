import { setImmediate } from 'node:timers/promises'

// Fake timers may replace it later.
export const turn = setImmediate

const cpuUsage = process.threadCpuUsage ?? process.cpuUsage

function cpuMs() {
  const { user, system } = cpuUsage.call(process)
  return (user + system) / 1000
}

/** Holds the thread for `ms` of its own time, however busy the machine is. */
export function block(ms) {
  const end = cpuMs() + ms
  while (cpuMs() < end);
}

/** Works in chunks with a turn of the loop between them. */
export async function cooperate(chunks) {
  for (let chunk = 0; chunk < chunks; chunk++) {
    block(2)
    await turn()
  }
}

/** Works in chunks with nothing but promises between them. */
export async function starve() {
  for (let chunk = 0; chunk < 50; chunk++) {
    block(4)
    await null
  }
}
