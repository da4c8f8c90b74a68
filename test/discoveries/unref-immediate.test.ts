import { describe, expect, test } from 'vitest'
import { runFixture, runNode } from './run-fixture.ts'

interface Turns {
  calls: number
  visits: number
  idle: number
  wall: number
}

describe("an unref'd immediate that re-arms itself", () => {
  test('runs once per turn', async () => {
    const { calls, visits } = await runFixture<Turns>('unref-immediate.cjs', 'busy', 'unref')
    expect(visits).toBeGreaterThanOrEqual(1000)
    expect(Math.abs(calls - visits)).toBeLessThanOrEqual(1)
  })

  test('lets the loop sleep', async () => {
    const { calls, visits, idle, wall } = await runFixture<Turns>('unref-immediate.cjs', 'sleep', 'unref')
    expect(calls).toBeLessThan(20)
    expect(visits).toBeLessThan(20)
    expect(idle).toBeGreaterThan(wall / 2)
  })

  test("while a ref'd one spins it", async () => {
    const { calls, idle } = await runFixture<Turns>('unref-immediate.cjs', 'sleep', 'ref')
    expect(calls).toBeGreaterThan(200)
    expect(idle).toBe(0)
  })

  test('has not run yet when the first visit settles the subject', async () => {
    const { calls, visits } = await runFixture<Turns>('unref-immediate.cjs', 'stat', 'unref')
    expect(visits).toBeGreaterThanOrEqual(1)
    expect(calls).toBeLessThan(visits)
  })

  test('does not keep the process alive', async () => {
    const { code } = await runNode(['-e', 'const hook = () => setImmediate(hook).unref(); hook()'])
    expect(code).toBe(0)
  })
})
