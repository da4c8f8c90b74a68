import type { SyncCall } from '../report.ts'
import type { Pause } from '../turns/anatomy.ts'
import type { GcMeter } from '../turns/gc-meter.ts'
import type { Account } from './accounts.ts'
import type { Ledger } from './ledger.ts'
import { pausedWithin } from './pauses.ts'

/** The longest of the calls of an account, and what was taken out of all of them. */
interface Known {
  leastMs: number
  mostMs: number
  pausedMs: number
}

/** The ledger in the report's form. What the collector and the sentinel took is known only now, and is taken out. */
export function reportSyncCalls({ accounts, slow }: Ledger, pauses: readonly Pause[], gc: GcMeter): SyncCall[] {
  const known = new Map<Account, Known>()
  for (const { account, startMs, endMs, leastMs, mostMs } of slow) {
    const pausedMs = pausedWithin(pauses, startMs, endMs)
    const othersMs = pausedMs + gc.within(startMs, endMs)
    const holder = account.heir ?? account
    const before = known.get(holder)
    known.set(holder, {
      leastMs: Math.max(before?.leastMs ?? 0, leastMs - othersMs),
      mostMs: Math.max(before?.mostMs ?? 0, mostMs - othersMs),
      pausedMs: (before?.pausedMs ?? 0) + pausedMs,
    })
  }
  return accounts.map((account) => reportCall(account, known.get(account))).sort((one, other) => other.ms - one.ms)
}

function reportCall({ name, count, ms, longestMs, bytes, iterations, site }: Account, known?: Known): SyncCall {
  // Without a place there is at most a wall clock's word for it.
  const { leastMs, mostMs } = (site && known) ?? { leastMs: site ? 0 : longestMs, mostMs: longestMs }
  return {
    name,
    count,
    ...(bytes !== undefined && { bytes }),
    ...(iterations !== undefined && { iterations }),
    ms: Math.max(0, ms - (known?.pausedMs ?? 0)),
    longestMs: leastMs,
    longestAtMostMs: mostMs,
    ...(site && { site }),
  }
}
