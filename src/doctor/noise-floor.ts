import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import { watchLoop } from '../index.ts'
import { nextTurn, now, setTimeout } from '../realm.ts'
import type { LoopReport } from '../report.ts'
import type { NoiseFloor } from './diagnosis.ts'

const LASTS_MS = 2000

/** Turns in a row before the thread sleeps for a moment, as one that waits for I/O does. */
const TURNS_IN_A_ROW = 100

const NS_PER_MS = 1e6

/** Watches a function that hands back to the loop all the time: what reads long there is the machine's, or Node's own. */
export async function watchIdle(): Promise<{ floor: NoiseFloor; report: LoopReport }> {
  const turns = createHistogram()
  const report = await watchLoop(() => handBack(turns), { timeout: false, stopAfter: false })
  const { source: _, ...noise } = report.noise
  const { ms, wallMs, cpuMs, asleepMs, gcMs, descheduledMs } = report.longestStall
  const floor: NoiseFloor = {
    lastedMs: report.durationMs,
    turns: report.turns,
    longestStall: { ms, wallMs, cpuMs, asleepMs, gcMs, descheduledMs },
    longestWallMs: Math.max(...[report.longestStall, ...report.stalls].map((stall) => stall.wallMs)),
    turnP50Ms: turns.percentile(50) / NS_PER_MS,
    turnP99Ms: turns.percentile(99) / NS_PER_MS,
    ...noise,
  }
  return { floor, report }
}

async function handBack(turns: RecordableHistogram): Promise<void> {
  const endMs = now() + LASTS_MS
  while (now() < endMs) {
    for (let turn = 0; turn < TURNS_IN_A_ROW; turn++) {
      const startMs = now()
      await nextTurn()
      turns.record(Math.max(1, Math.round((now() - startMs) * NS_PER_MS)))
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}
