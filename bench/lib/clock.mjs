import { readFileSync } from 'node:fs'

export const now = performance.now.bind(performance)

/**
 * CPU time of this thread in ms, exact to about 0.05 ms.
 *
 * Linux brings the account of a running thread up to date at ticks of up to 4 ms; asking for the CPU time of the whole
 * process updates that of the asking thread first.
 */
export function threadCpu() {
  process.cpuUsage()
  return inMs(process.threadCpuUsage())
}

/** CPU time of all threads of this process in ms. */
export const processCpu = () => inMs(process.cpuUsage())

const inMs = ({ user, system }) => (user + system) / 1000

/** Whether Linux tells how long this thread was runnable and not running. */
export function hasSchedstat() {
  try {
    return readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ').length === 3
  } catch {
    return false
  }
}
