import { culpritOf } from '../matchers/sites.ts'
import type { AllowanceUse } from '../patrol/allowances.ts'
import type { ChargedStall } from '../patrol/charge.ts'
import type { Position } from '../report.ts'

/** A stall that the guard has found, for the summary at the end of the run. Plain JSON. */
export interface StallRecord {
  /** Whose it is: `csv.test.ts > imports`, or what else is known. */
  owner: string
  ms: number
  /** Nobody can tell whether it is too long; `ms` are the most that it can be. */
  isInconclusive?: boolean
  /** The line that blocked, where it is known. */
  site?: Position
  wasStopped: boolean
}

/** What the guard has to say of one test file. */
export interface GuardRecord {
  stalls: StallRecord[]
  allowances: AllowanceUse[]
}

/** The same on its way to a reporter in another process. */
export interface GuardLetter extends GuardRecord {
  /** The path of the file. */
  file: string
  /** The file's limit, as it is on this machine, in ms. */
  maxStall: number
  /** What it was multiplied by. */
  scale: number
}

/** The same allowance in many files is one. */
export function mergeAllowances(records: readonly GuardRecord[]): AllowanceUse[] {
  const merged = new Map<string, AllowanceUse>()
  for (const { label, hits, worstMs } of records.flatMap(({ allowances }) => allowances)) {
    const known = merged.get(label)
    if (!known) merged.set(label, { label, hits, worstMs })
    else Object.assign(known, { hits: known.hits + hits, worstMs: Math.max(known.worstMs, worstMs) })
  }
  return [...merged.values()]
}

/** Code that other people wrote, and only other people can mend. */
const DEPENDENCY = /[\\/]node_modules[\\/]/

/** Whether it is known who blocked, and that it was code of the user's. */
export function isOwnCode(stall: ChargedStall): boolean {
  const site = culpritOf(stall)
  return site !== undefined && !DEPENDENCY.test(site.file)
}

/** What the summary is to tell of a stall. */
export function recordOf(owner: string, stall: ChargedStall): StallRecord {
  const site = culpritOf(stall)
  const { ms, stopped, isCertain, chargedAtMostMs } = stall
  return {
    owner,
    ...(isCertain ? { ms } : { ms: chargedAtMostMs, isInconclusive: true }),
    wasStopped: stopped,
    ...(site && { site: { function: site.function, file: site.file, line: site.line, column: site.column } }),
  }
}
