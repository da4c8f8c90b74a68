import { describe, expect, test } from 'vitest'
import { setAtTick } from '../../src/turns/timer-clock.ts'
import { pollVisits } from './loop.ts'
import { runFixture } from './run-fixture.ts'

describe('the stack of a timer’s microtask', () => {
  test.each([
    ['one', [1]],
    ['three of one list', [2, 2, 2]],
    ['three of three lists', [1, 2, 3]],
    ['both', [1, 2, 2, 3, 3]],
  ])('tells the last timer of a phase: %s', async (_what, delays) => {
    const rounds = await runFixture<{ visit: number; follows: boolean }[][]>('timers-phase.cjs', JSON.stringify(delays))
    expect(rounds).toHaveLength(20)
    for (const timers of rounds) {
      expect(new Set(timers.map(({ visit }) => visit)).size).toBe(1)
      expect(timers.map(({ follows }) => follows)).toEqual(delays.map((_, index) => index < delays.length - 1))
    }
  })
})

test.each(['check', 'timers'])('what is pending is called after the timers phase: from %s', async (phase) => {
  const rounds = await runFixture<{ order: string[]; visits: number }[]>('pending-phase.cjs', phase)
  expect(rounds).toHaveLength(20)
  for (const { order, visits } of rounds) {
    expect(order).toEqual(['timer', 'another timer', 'pending', 'file'])
    expect(visits).toBe(0)
  }
})

test('two timers of one delay that were set in one ms run in one phase', async () => {
  for (let inOneMs = 0; inOneMs < 100; ) {
    const visits: number[] = []
    const setAt: unknown[] = []
    await new Promise<void>((resolve) => {
      const set = (call: () => void) => setAt.push(setAtTick(setTimeout(call, 1)))
      set(() => visits.push(pollVisits()))
      set(() => {
        visits.push(pollVisits())
        resolve()
      })
    })
    expect(setAt[0]).toEqual(expect.any(Number))
    if (setAt[0] !== setAt[1]) continue
    inOneMs++
    expect(visits[1]).toBe(visits[0])
  }
})
