import { openSync, readSync } from 'node:fs'
import { hasThreadCpuTime, threadCpuTime } from '../realm.ts'
import type { Noise } from '../report.ts'

/**
 * What the operating system did with this thread.
 *
 * Linux tells the run-queue delay exactly: the second number of `/proc/thread-self/schedstat` is the time in ns that the
 * thread was runnable and not running, updated at each context switch. Elsewhere only the CPU clock of the thread is left,
 * which cannot tell a blocking sleep from a busy machine.
 */
export interface MachineReading {
  /** Run-queue delay since the thread started, ms. */
  descheduledMs: number
  /** CPU time since the thread started, ms. */
  cpuMs: number
}

function openSchedstat(): number | undefined {
  try {
    return openSync('/proc/thread-self/schedstat', 'r')
  } catch {
    return undefined
  }
}

const schedstat = openSchedstat()
const text = Buffer.alloc(64)

// The ledger of sync calls patches `node:fs`; this keeps the original.
const read = readSync

export const noiseSource: Noise['source'] =
  schedstat !== undefined ? 'schedstat' : hasThreadCpuTime ? 'thread-cpu' : 'none'

export function readMachine(): MachineReading {
  return { descheduledMs: readRunQueueDelay(), cpuMs: threadCpuTime() }
}

function readRunQueueDelay(): number {
  if (schedstat === undefined) return 0
  const length = read(schedstat, text, 0, text.length, 0)
  const [, delay = '0'] = text.toString('latin1', 0, length).split(' ')
  return Number(delay) / 1e6
}
