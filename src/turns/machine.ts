import { openSync, readlinkSync, readSync } from 'node:fs'
import { hasThreadCpuTime, now, processCpuUsage, threadCpuTime } from '../realm.ts'
import type { Noise } from '../report.ts'

/**
 * What the operating system did with this thread.
 *
 * Linux tells the run-queue delay exactly: the second number of `/proc/thread-self/schedstat` is the time in ns that the
 * thread was runnable and not running, updated at each context switch. Elsewhere only the CPU clock of the thread is left,
 * which cannot tell a blocking sleep from a busy machine.
 */
export interface MachineReading {
  /** When it was read, on `realm.now`. */
  atMs: number
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

/** The file by which other threads can read about this one; `undefined` where there is none. */
export const schedstatPath: string | undefined =
  schedstat === undefined ? undefined : `/proc/${threadInProc()}/schedstat`
function threadInProc(): string {
  // A link to `<process>/task/<thread>`.
  return readlinkSync('/proc/thread-self')
}

const text = Buffer.alloc(64)

/** A machine so busy that no three reads go undisturbed cannot be read any better. */
const MAX_TRIES = 3

// The ledger of sync calls patches `node:fs`; this keeps the original.
const read = readSync

export const noiseSource: Noise['source'] =
  schedstat !== undefined ? 'schedstat' : hasThreadCpuTime ? 'thread-cpu' : 'none'

/** Whether the CPU time of a reading means anything. */
export const canTellCpu: boolean = noiseSource !== 'none'

/** Reads all clocks at one moment: again when the thread was switched out in between. */
export function readMachine(): MachineReading {
  if (schedstat === undefined) return { atMs: now(), descheduledMs: 0, cpuMs: threadCpuTime() }
  for (let tries = 0; ; tries++) {
    // Linux accounts for CPU time at ticks, but brings it up to date when it is asked for the whole process's.
    processCpuUsage()
    const { onCpuNs, delayNs, slices } = readSchedstat(schedstat)
    const reading = { atMs: now(), descheduledMs: delayNs / 1e6, cpuMs: onCpuNs / 1e6 }
    if (tries === MAX_TRIES || readSchedstat(schedstat).slices === slices) return reading
  }
}

/** Time on the CPU, time runnable but waiting for one, and how often it got one. */
function readSchedstat(file: number): { onCpuNs: number; delayNs: number; slices: number } {
  const length = read(file, text, 0, text.length, 0)
  const [onCpuNs, delayNs, slices] = text.toString('latin1', 0, length).split(' ')
  return { onCpuNs: Number(onCpuNs), delayNs: Number(delayNs), slices: Number(slices) }
}
