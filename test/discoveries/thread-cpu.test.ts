import { expect, test } from 'vitest'
import { runFixture } from './run-fixture.ts'

// process.threadCpuUsage() came with Node 22.19 and is missing from the types of 22.
const known = 'threadCpuUsage' in process

test.runIf(known)('process.cpuUsage() makes the CPU clocks of its thread exact', async () => {
  const seen = await runFixture<Record<'refreshed' | 'onCpuRefreshed', number>>('thread-cpu.cjs')
  // A clock that moves only with the scheduler's tick shows a new value once in thousands of reads.
  expect(seen.refreshed).toBeGreaterThan(0.2)
  if (process.platform === 'linux') expect(seen.onCpuRefreshed).toBeGreaterThan(0.2)
})
