import type { BlockingBuiltIn } from '../blame/blocking-built-ins.ts'
import type { LoopReport, SyncCall } from '../report.ts'
import type { Finding } from './finding.ts'

/** Which calls do not matter. */
export interface Tolerance {
  /** Built-ins that may be called. */
  allow: readonly BlockingBuiltIn[]
  /** Shorter calls do not count, in ms. */
  floor: number
}

/** Now and then an interrupt, or V8 with its own code, takes that much out of a thread that runs, and no clock tells. */
const SPIKE_MS = 0.5

/** One of so many calls that takes longer than the others is likely to be such a moment. */
const MANY = 10

/** Did the subject call a blocking built-in? */
export function madeSyncCalls(report: LoopReport, tolerance: Tolerance): Finding {
  if (certainCalls(report, tolerance).length > 0) return 'yes'
  if (possibleCalls(report, tolerance).length > 0) return 'unknown'
  return report.syncCallsUnseen.some((name) => !isAllowed(name, tolerance)) ? 'unknown' : 'no'
}

/** The calls that are the subject's, and as long as the floor on every reading of the clocks. */
export function certainCalls(report: LoopReport, tolerance: Tolerance): SyncCall[] {
  return possibleCalls(report, tolerance).filter(
    (call) => call.site && call.longestMs >= tolerance.floor && !isSpike(call, report, tolerance),
  )
}

/** The calls that are as long as the floor on any reading. */
export function possibleCalls({ syncCalls }: LoopReport, tolerance: Tolerance): SyncCall[] {
  return syncCalls.filter(
    ({ name, longestAtMostMs }) => longestAtMostMs >= tolerance.floor && !isAllowed(name, tolerance),
  )
}

const isAllowed = (name: string, { allow }: Tolerance): boolean => allow.some((allowed) => allowed === name)

function isSpike({ name, count, longestMs }: SyncCall, { syncCalls }: LoopReport, { floor }: Tolerance): boolean {
  if (floor === 0 || longestMs >= floor + SPIKE_MS) return false
  const shorter = syncCalls.find((call) => call.name === name && !call.site)
  return count === 1 || (shorter !== undefined && shorter.count >= MANY * count)
}
