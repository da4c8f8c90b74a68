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

test('a refused socket that is kept lets the loop sleep on, and tells of one try at a time', async () => {
  const found = await runFixture<Record<string, number>>('refused-socket.cjs')
  expect(found.closed).toBeGreaterThan(1.8)
  expect(found.kept).toBeLessThan(1.5)
  expect(found).toMatchObject({ refused: 1, ofTwo: 1, left: 1 })
})
