import { hasThreadCpuTime, now, threadCpuTime } from '../realm.ts'
import { canTellCpu, readMachine } from '../turns/machine.ts'
import type { Clocks, Steps } from './diagnosis.ts'
import { median } from './median.ts'

const MAX_STEPS = 1000

/** The accounting of some systems has ticks of 4 to 16 ms. */
const LASTS_MS = 200

/** How finely the clocks of this thread move. Keeps it busy for half a second at most. */
export function measureClocks(): Clocks {
  return {
    monotonic: stepsOf(now)!,
    cpu: canTellCpu ? stepsOf(() => readMachine().cpuMs) : undefined,
    nodeCpu: hasThreadCpuTime ? stepsOf(threadCpuTime) : undefined,
  }
}

/** @param read - the clock, in ms */
function stepsOf(read: () => number): Steps | undefined {
  const steps: number[] = []
  const endMs = now() + LASTS_MS
  for (let last = read(); steps.length < MAX_STEPS && now() < endMs; ) {
    const current = read()
    if (current === last) continue
    steps.push(current - last)
    last = current
  }
  return steps.length > 0 ? { smallestMs: Math.min(...steps), medianMs: median(steps) } : undefined
}
