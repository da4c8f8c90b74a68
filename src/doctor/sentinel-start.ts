import { watchLoop } from '../index.ts'
import { now } from '../realm.ts'
import type { SentinelStart } from './diagnosis.ts'
import { median } from './median.ts'

const LATER_WATCHES = 9

/** How long a thread's first watch takes, and later ones. Tells it only when it is the first to watch in its thread. */
export async function measureSentinelStart(): Promise<SentinelStart> {
  const first = await timeWatch()
  const later: number[] = []
  while (later.length < LATER_WATCHES) later.push((await timeWatch()).ms)
  return {
    // It is the sentinel who sends the worker's message.
    started: first.report.canaries.worker !== undefined,
    firstWatchMs: first.ms,
    laterWatchMs: median(later),
    missing: first.report.limitations,
  }
}

async function timeWatch() {
  const startMs = now()
  const report = await watchLoop(() => {})
  return { report, ms: now() - startMs }
}
