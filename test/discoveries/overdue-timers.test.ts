import { describe, expect, test } from 'vitest'
import { block, launchFrom, type Phase, pollVisits } from './loop.ts'

const period = 5

/** Starts an interval in `phase`, blocks past its period, and counts the visits until its first call. */
function visitsUntilOverdueInterval(phase: Phase): Promise<number> {
  return launchFrom(
    phase,
    () =>
      new Promise<number>((resolve) => {
        const interval = setInterval(() => {
          clearInterval(interval)
          resolve(pollVisits() - before)
        }, period)
        block(period + 2)
        const before = pollVisits()
      }),
  )
}

describe('an interval that became overdue during a block', () => {
  test.each(['check', 'poll'] as const)('in %s: runs before the next visit', async (phase) => {
    for (let i = 0; i < 40; i++) expect(await visitsUntilOverdueInterval(phase)).toBe(0)
  })

  test('in timers: waits for the next visit, because a timers phase keeps the clock it started with', async () => {
    for (let i = 0; i < 40; i++) expect(await visitsUntilOverdueInterval('timers')).toBeGreaterThanOrEqual(1)
  })
})
