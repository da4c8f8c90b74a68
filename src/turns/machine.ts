import { openSync, readlinkSync, readSync } from 'node:fs'
import process from 'node:process'
import { hasThreadCpuTime, involuntarySwitches, now, processCpuUsage, threadCpuTime } from '../realm.ts'
import type { Noise } from '../report.ts'

/**
 * What the operating system did with this thread.
 *
 * Linux tells the run-queue delay exactly: the second number of `/proc/thread-self/schedstat` is the time in ns that the
 * thread was runnable and not running, updated at each context switch. Elsewhere the CPU clock of the thread is left, which
 * cannot tell a blocking sleep from a busy machine, and the number of times that the machine took the CPU away, which can.
 */
export interface MachineReading {
  /** When it was read, on `realm.now`. */
  atMs: number
  /** Run-queue delay since the thread started, ms. */
  descheduledMs: number
  /** CPU time since the thread started, ms. */
  cpuMs: number
  /** How often the machine took the CPU away from a thread of the process, where that is asked for; else 0. */
  switches: number
}

type Source = Noise['source']

const SOURCES: readonly Source[] = ['schedstat', 'context-switches', 'thread-cpu', 'none']

/** Set to hide better sources: for trying on one platform what others have. */
const wanted = process.env.LOOP_CANARY_NOISE_SOURCE as Source | undefined

const isHidden = (source: Source): boolean => wanted !== undefined && SOURCES.indexOf(source) < SOURCES.indexOf(wanted)

function openSchedstat(): number | undefined {
  if (isHidden('schedstat')) return undefined
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

export const noiseSource: Source = bestSource()

function bestSource(): Source {
  if (schedstat !== undefined) return 'schedstat'
  if (!hasThreadCpuTime || isHidden('thread-cpu')) return 'none'
  // Windows does not count them.
  return process.platform === 'win32' || isHidden('context-switches') ? 'thread-cpu' : 'context-switches'
}

const countSwitches = noiseSource === 'context-switches' ? involuntarySwitches : () => 0

/** Whether the CPU time of a reading means anything. */
export const canTellCpu: boolean = noiseSource !== 'none'

/** Reads all clocks at one moment: again when the thread was switched out in between. */
export function readMachine(): MachineReading {
  if (schedstat === undefined) {
    // Some systems account for CPU time at ticks, too.
    processCpuUsage()
    return { atMs: now(), descheduledMs: 0, cpuMs: canTellCpu ? threadCpuTime() : 0, switches: countSwitches() }
  }
  for (let tries = 0; ; tries++) {
    // Linux accounts for CPU time at ticks, but brings it up to date when it is asked for the whole process's.
    processCpuUsage()
    const { onCpuNs, delayNs, slices } = readSchedstat(schedstat)
    const reading = { atMs: now(), descheduledMs: delayNs / 1e6, cpuMs: onCpuNs / 1e6, switches: 0 }
    if (tries === MAX_TRIES || readSchedstat(schedstat).slices === slices) return reading
  }
}

/** Time on the CPU, time runnable but waiting for one, and how often it got one. */
function readSchedstat(file: number): { onCpuNs: number; delayNs: number; slices: number } {
  const length = read(file, text, 0, text.length, 0)
  const [onCpuNs, delayNs, slices] = text.toString('latin1', 0, length).split(' ')
  return { onCpuNs: Number(onCpuNs), delayNs: Number(delayNs), slices: Number(slices) }
}
