import { describe, expect, test } from 'vitest'
import { block, idleTime, launchFrom, pollVisits } from './loop.ts'

describe('nodeTiming.idleTime', () => {
  test('stands still while JavaScript runs', async () => {
    await launchFrom('timers', async () => {
      const before = idleTime()
      block(20)
      for (let i = 0; i < 1000; i++) await null
      expect(idleTime()).toBe(before)
    })
  })

  test('covers the time waited in poll', async () => {
    // In chunks, because the runner's own messages may end a wait early; each only counts less than it is long.
    let wall = 0
    let idle = 0
    for (let i = 0; i < 10; i++) {
      const before = { now: performance.now(), idle: idleTime() }
      await new Promise((resolve) => setTimeout(resolve, 30))
      wall += performance.now() - before.now
      idle += idleTime() - before.idle
    }
    expect(idle).toBeLessThanOrEqual(wall)
    expect(idle).toBeGreaterThan(wall / 2)
  })

  test('a turn that does not wait adds nothing', async () => {
    // A pending immediate makes the poll timeout 0.
    await launchFrom('timers', async () => {
      const before = { idle: idleTime(), visits: pollVisits() }
      for (let i = 0; i < 50; i++) await new Promise<void>((resolve) => setImmediate(resolve))
      expect(pollVisits() - before.visits).toBe(50)
      expect(idleTime() - before.idle).toBe(0)
    })
  })
})
