import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { type LoopReport, watchLoop } from '../../src/index.ts'
import { burn, TICK_MS } from '../support/burn.ts'
import { immediate, sleep } from '../support/waits.ts'
import '../support/unobserved.ts'

const BLOCK_MS = 30

/** The sum of the parts is exact; each of them is as exact as the accounting of CPU time. */
function expectAnatomy({ longestStall }: LoopReport): void {
  const { ms, atMostMs, wallMs, cpuMs, asleepMs, descheduledMs, suspendedMs, gcMs } = longestStall
  expect(cpuMs + asleepMs + descheduledMs + suspendedMs).toBeCloseTo(wallMs, 6)
  expect(ms).toBeLessThanOrEqual(atMostMs)
  expect(cpuMs).toBeLessThan(ms + TICK_MS)
  expect(gcMs).toBeLessThan(wallMs + 1)
}

test('a busy loop is on the CPU', async () => {
  const report = await watchLoop(() => burn(BLOCK_MS))
  expect(report.longestStall.cpuMs).toBeGreaterThan(BLOCK_MS - 2 * TICK_MS)
  expectAnatomy(report)
})

test.each<[string, () => unknown]>([
  ['Atomics.wait', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60)],
  ['a synchronous child process', () => execFileSync('sleep', ['0.06'])],
])('a blocking sleep is a stall without CPU: %s', async (_what, block) => {
  const report = await watchLoop(async () => {
    await immediate()
    block()
  })
  // What the machine took may be in the `atMostMs` of others, and of this one only that may be certain.
  const [stall, ...others] = report.stalls.toSorted((one, other) => other.atMostMs - one.atMostMs)
  expect(stall!.atMostMs).toBeGreaterThan(55)
  expect(stall!.cpuMs).toBeLessThan(stall!.atMostMs / 2)
  expect(others.filter(({ ms }) => ms > 55)).toEqual([])
  expectAnatomy(report)
})

test('what the machine took from the thread is not the subject’s', async () => {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const spinning = 'const { workerData } = require("node:worker_threads"); while (Atomics.load(workerData, 0) === 0) {}'
  const workers = Array.from({ length: availableParallelism() * 3 }, () => {
    return new Worker(spinning, { eval: true, workerData: flag })
  })
  await Promise.all(workers.map((worker) => once(worker, 'online')))
  const report = await watchLoop(() => burn(100), { timeout: false })
  Atomics.store(flag, 0, 1)
  const { wallMs, ms, descheduledMs } = report.longestStall
  expectAnatomy(report)
  if (report.noise.source === 'schedstat') expect(descheduledMs).toBeGreaterThan(20)
  else expect([ms, descheduledMs]).toEqual([wallMs, 0])
})

test('garbage collection is told apart', async () => {
  const report = await watchLoop(() => {
    const kept: object[] = []
    for (let number = 0; number < 600_000; number++) kept.push({ number })
    return kept.length
  })
  expect(report.noise.gcMs).toBeGreaterThan(0)
  expect(report.longestStall.gcMs).toBeGreaterThan(0)
  expectAnatomy(report)
})

test('time asleep in poll is nobody’s', async () => {
  const report = await watchLoop(() => sleep(150))
  expect(report.durationMs).toBeGreaterThan(140)
  expect(report.longestStall.ms).toBeLessThan(30)
})
