import { expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { burn } from '../support/burn.ts'
import { gate, immediate, sleep } from '../support/waits.ts'

const never = () => new Promise(() => {})

test('a subject that has not settled in time is pending, and what it did so far is told', async () => {
  const report = await watchLoop(never, { timeout: 60 })
  expect(report.outcome).toEqual({ kind: 'pending', afterMs: expect.any(Number) })
  const sinceMs = report.durationMs - (report.outcome as { afterMs: number }).afterMs
  expect(sinceMs).toBeGreaterThanOrEqual(0)
  // Two readings of the clock, between which the machine may take the CPU away.
  expect(sinceMs).toBeLessThan(0.5 + report.noise.descheduledMs)
  expect(report.pollVisits).toBeGreaterThan(0)
})

test('false waits as long as it takes', async () => {
  const { outcome } = await watchLoop(() => sleep(60), { timeout: false })
  expect(outcome).toEqual({ kind: 'resolved' })
})

test('a subject that holds the loop past the time is stopped', async () => {
  const { outcome } = await watchLoop(() => burn(2000), { timeout: 100, stopAfter: false })
  expect(outcome.kind).toBe('stopped')
})

test('a subject that holds the loop past the time with promises only is stopped', async () => {
  const starving = async () => {
    for (let slice = 0; slice < 1000; slice++) {
      await null
      burn(2)
    }
  }
  expect((await watchLoop(starving, { timeout: 100, stopAfter: false })).outcome.kind).toBe('stopped')
})

test('a turn within the budget is not stopped when the time is up, and is counted', async () => {
  const { outcome, longestStall } = await watchLoop(
    async () => {
      await immediate()
      burn(30)
      await never()
    },
    { timeout: 10, budget: 1000, canaries: [] },
  )
  expect(outcome.kind).toBe('pending')
  expect(longestStall.ms).toBeGreaterThan(25)
})

test('what is left of the subject does not touch the next watch', async () => {
  const { promise, open } = gate()
  const first = await watchLoop(() => promise, { timeout: 10 })
  const second = await watchLoop(async () => {
    open()
    await immediate()
  })
  expect([first.outcome.kind, second.outcome.kind]).toEqual(['pending', 'resolved'])
  expect(second.pollVisits).toBe(1)
})

test('a subject that rejects when nobody waits any more is no unhandled rejection', async () => {
  const { promise, open } = gate()
  const unhandled: unknown[] = []
  const note = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', note)
  const failing = () => promise.then(() => Promise.reject(new Error('late')))
  const { outcome } = await watchLoop(failing, { timeout: 10 })
  open()
  await immediate()
  process.off('unhandledRejection', note)
  expect(outcome.kind).toBe('pending')
  expect(unhandled).toEqual([])
})

test('a pending warm-up is told at once', async () => {
  let calls = 0
  const subject = () => {
    calls++
    return never()
  }
  expect((await watchLoop(subject, { warmup: 1, runs: 5, timeout: 10 })).outcome.kind).toBe('pending')
  expect(calls).toBe(1)
})
