import type { Noise } from '../report.ts'
import { type MachineReading, noiseSource } from '../turns/machine.ts'

/** How long a call was the caller's own doing: at least, and at most, in ms. */
export interface OwnTime {
  readonly leastMs: number
  readonly mostMs: number
}

/** What little code runs between a call and the reading takes of the CPU, at most. */
const BEHIND_MS = 1

/** What the machine was like about a call. */
interface Readings {
  /** From `earlierMs` before the call. */
  before: MachineReading
  earlierMs: number
  /** From `laterMs` behind it. */
  after: MachineReading
  laterMs: number
}

/**
 * Takes out of a call what the machine may have taken.
 *
 * @param ms - wall time of the call
 * @param source - what the readings are made of
 */
export function ownTime(
  ms: number,
  { before, earlierMs, after, laterMs }: Readings,
  source: Noise['source'] = noiseSource,
): OwnTime {
  const cpuMs = after.cpuMs - before.cpuMs
  switch (source) {
    case 'schedstat': {
      const delayMs = after.descheduledMs - before.descheduledMs
      // The machine likes to switch a thread out right behind a long call: that delay is not the call's, but the CPU time is.
      const onCpuMs = Math.min(ms, cpuMs - earlierMs - Math.min(laterMs, BEHIND_MS))
      const leastMs = Math.max(0, ms - delayMs, onCpuMs)
      // A sleep has a deadline of its own, which no delay inside it prolongs.
      const isSleep = leastMs > 2 * cpuMs
      return { leastMs, mostMs: isSleep ? ms : Math.max(leastMs, ms - Math.max(0, delayMs - earlierMs - laterMs)) }
    }
    case 'context-switches':
    case 'thread-cpu':
      // A blocking sleep and a thread that the machine does not run look alike.
      return { leastMs: Math.max(0, Math.min(ms, cpuMs - earlierMs)), mostMs: ms }
    case 'none':
      return { leastMs: ms, mostMs: ms }
  }
}
