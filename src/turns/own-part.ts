import { canTellCpu, type MachineReading } from './machine.ts'
import { type Segment, segmentOf } from './segment.ts'

/** Interrupts and what the hypervisor took are a moment at most. */
const A_MOMENT_MS = 1

/**
 * Tells what of a piece of time was the thread's own and what the operating system gave to others, by the readings around it.
 *
 * @param wallMs - how long the loop was busy up to the second reading
 * @param isOnlyCpu - whether a sleep is not the subject's: what is left to do after its settlement is done on the CPU, and what sleeps is
 *   the loop itself, behind a lock
 */
export function ownPart(wallMs: number, before: MachineReading, after: MachineReading, isOnlyCpu: boolean): Segment {
  const cpuMs = Math.min(wallMs, after.cpuMs - before.cpuMs)
  const delayMs = after.descheduledMs - before.descheduledMs
  // Time on the CPU is the subject's whatever else is said. This also keeps the wait to be scheduled after an idle poll,
  // which is in both the idle time and the run-queue delay, from being taken out twice.
  const undisturbedMs = wallMs - Math.min(delayMs, wallMs - cpuMs)
  const isNobodysSleep = canTellCpu && (isOnlyCpu || undisturbedMs - cpuMs < A_MOMENT_MS)
  const ms = isNobodysSleep ? cpuMs : undisturbedMs
  return {
    ...segmentOf(after.atMs, wallMs),
    ms,
    cpuMs,
    descheduledMs: wallMs - ms,
    switches: after.switches - before.switches,
  }
}
