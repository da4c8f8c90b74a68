import { expect, test } from 'vitest'
import { runFixture } from './run-fixture.ts'

test.each(['check', 'timers'])('what is pending is called after the timers phase: from %s', async (phase) => {
  const rounds = await runFixture<{ order: string[]; visits: number }[]>('pending-phase.cjs', phase)
  expect(rounds).toHaveLength(20)
  for (const { order, visits } of rounds) {
    expect(order).toEqual(['timer', 'another timer', 'pending', 'file'])
    expect(visits).toBe(0)
  }
})
