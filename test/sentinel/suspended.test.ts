import { execSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { blockedFor } from '../../src/verdict/blocked-for.ts'
import { burn } from '../support/burn.ts'
import { immediate } from '../support/waits.ts'
import '../support/unobserved.ts'

const STOPPED_MS = 500
const BUDGET_MS = 100

/** Works in chunks, is stopped in the middle of one, set going again, and works on. */
async function workWhileStopped(chunkMs: number): Promise<void> {
  const isStopped = `ps -o state= -p ${process.pid} | grep -q T`
  const resume = `until ${isStopped}; do sleep 0.01; done; sleep ${STOPPED_MS / 1000}; kill -CONT ${process.pid}`
  const ended = once(spawn('sh', ['-c', resume]), 'exit').then(() => {
    isOver = true
  })
  let isOver = false
  for (let chunk = 0; !isOver; chunk++) {
    burn(chunkMs)
    // By itself, so that it is in the middle of a turn: a stop while the loop waits in poll is nobody's stall.
    if (chunk === 5) process.kill(process.pid, 'SIGSTOP')
    await immediate()
  }
  await ended
}

describe('a process that stood still', () => {
  test('did not block', async () => {
    const report = await watchLoop(() => workWhileStopped(10), { budget: BUDGET_MS })
    const stood = report.stalls.find(({ suspendedMs }) => suspendedMs > 0)
    expect(stood?.suspendedMs).toBeGreaterThan(STOPPED_MS - BUDGET_MS - 50)
    expect(stood?.ms).toBeLessThan(STOPPED_MS / 2)
    expect(report.noise.suspendedMs).toBeGreaterThanOrEqual(stood!.suspendedMs)
    expect(blockedFor(report, BUDGET_MS)).not.toBe('yes')
  })

  test('hides nothing that the function does before or after', async () => {
    const report = await watchLoop(
      async () => {
        await workWhileStopped(10)
        // Longer than what is left of the stop: the sentinel may have been asleep anyway for as long as the budget.
        burn(2 * BUDGET_MS)
      },
      { budget: BUDGET_MS },
    )
    expect(report.noise.suspendedMs).toBeGreaterThan(0)
    expect(report.longestStall.suspendedMs).toBe(0)
    expect(blockedFor(report, BUDGET_MS)).toBe('yes')
  })

  test('in a call that blocks: nobody can tell how much of it was whose', async () => {
    const report = await watchLoop(
      () => void execSync('sleep 0.1; kill -STOP $PPID; sleep 0.4; kill -CONT $PPID; sleep 0.1'),
      { budget: BUDGET_MS },
    )
    const { ms, atMostMs, cpuMs, asleepMs, suspendedMs } = report.longestStall
    expect(suspendedMs).toBeGreaterThan(200)
    expect(ms).toBeCloseTo(cpuMs, 6)
    expect(atMostMs).toBeGreaterThanOrEqual(cpuMs + asleepMs)
    expect(blockedFor(report, BUDGET_MS)).toBe('unknown')
  })
})

test('a process that runs is never said to stand still, however busy the machine', async () => {
  const spinners = Array.from({ length: 3 * availableParallelism() }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  )
  try {
    for (let round = 0; round < 10; round++) {
      const { noise, longestStall } = await watchLoop(() => burn(20))
      expect([noise.suspendedMs, longestStall.suspendedMs]).toEqual([0, 0])
    }
  } finally {
    for (const spinner of spinners) spinner.kill()
  }
})
