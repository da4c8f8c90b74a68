import { describe, expect, test } from 'vitest'
import { ownTime } from '../../src/blame/own-time.ts'

/** Readings about a call: how long before and behind it they were taken, and what the clocks went on by between them. */
function readings([earlierMs, laterMs]: [number, number], cpuMs: number, descheduledMs: number) {
  const before = { atMs: 100, cpuMs: 50, descheduledMs: 7, switches: 0 }
  const after = { atMs: 200, cpuMs: 50 + cpuMs, descheduledMs: 7 + descheduledMs, switches: 0 }
  return { before, earlierMs, after, laterMs }
}

describe('of a call, with the run-queue delay known', () => {
  test.each<[string, number, [number, number], number, number, number, number]>([
    // wall time, gaps before and behind, CPU and delay between the readings, own time at least and at most
    ['that was on the CPU', 20, [0, 0], 20, 0, 20, 20],
    ['that the machine interrupted', 60, [0, 0], 20, 40, 20, 20],
    ['behind which the machine ran something else', 20, [0, 40], 20, 40, 19, 20],
    ['in and behind which it did', 60, [0, 40], 20, 80, 19, 20],
    ['before which it may have', 60, [0.5, 0], 20, 40, 20, 20.5],
    ['that slept', 100, [0, 0], 1, 0, 100, 100],
    ['that slept, and then had to wait for its turn', 100, [0, 0], 1, 30, 70, 100],
    ['that was over at once, and then interrupted', 0.1, [0, 40], 0.2, 40, 0, 0.1],
  ])('%s', (_what, ms, gaps, cpuMs, delayMs, leastMs, mostMs) => {
    const own = ownTime(ms, readings(gaps, cpuMs, delayMs), 'schedstat')
    expect(own.leastMs).toBeCloseTo(leastMs)
    expect(own.mostMs).toBeCloseTo(mostMs)
  })
})

test('of a call, with the CPU time alone: all but that may be the machine’s', () => {
  expect(ownTime(60, readings([0, 0], 20, 0), 'thread-cpu')).toEqual({ leastMs: 20, mostMs: 60 })
  expect(ownTime(60, readings([5, 0], 20, 0), 'thread-cpu')).toEqual({ leastMs: 15, mostMs: 60 })
})

test('of a call, with no clock but the wall’s: all of it', () => {
  expect(ownTime(60, readings([0, 0], 0, 0), 'none')).toEqual({ leastMs: 60, mostMs: 60 })
})
