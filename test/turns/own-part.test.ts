import { describe, expect, test } from 'vitest'
import { ownPart } from '../../src/turns/own-part.ts'

const START = { atMs: 100, descheduledMs: 5, cpuMs: 50, switches: 2 }

const later = (wallMs: number, cpuMs: number, descheduledMs: number) => ({
  atMs: START.atMs + wallMs,
  cpuMs: START.cpuMs + cpuMs,
  descheduledMs: START.descheduledMs + descheduledMs,
  switches: START.switches + 3,
})

/** Wall time, CPU time and run-queue delay between two readings; what is the thread's own and what is not. All in ms. */
const table: [string, [number, number, number], { ms: number; descheduledMs: number }][] = [
  ['on the CPU all the time', [20, 20, 0], { ms: 20, descheduledMs: 0 }],
  ['on the CPU, and not run for a while', [30, 20, 10], { ms: 20, descheduledMs: 10 }],
  ['asleep in a call of its own', [200, 1, 0], { ms: 200, descheduledMs: 0 }],
  ['asleep, and not run at once when it woke', [210, 1, 10], { ms: 200, descheduledMs: 10 }],
  ['interrupted for a moment', [20.6, 20, 0], { ms: 20, descheduledMs: 0.6 }],
  ['a delay from before poll woke up, which is idle time as well', [20, 20, 8], { ms: 20, descheduledMs: 0 }],
  ['CPU time from before it began', [20, 23, 0], { ms: 20, descheduledMs: 0 }],
]

describe('what of a piece of time is the thread’s own', () => {
  test.each(table)('%s', (_what, [wallMs, cpuMs, delayMs], { ms, descheduledMs }) => {
    const piece = ownPart(wallMs, START, later(wallMs, cpuMs, delayMs), false)
    expect(piece.ms).toBeCloseTo(ms, 9)
    expect(piece.descheduledMs).toBeCloseTo(descheduledMs, 9)
    expect(piece).toMatchObject({ endMs: START.atMs + wallMs, wallMs, cpuMs: Math.min(wallMs, cpuMs), switches: 3 })
  })

  test('behind the settlement a sleep is nobody’s', () => {
    expect(ownPart(50, START, later(50, 10, 0), true)).toMatchObject({ ms: 10, cpuMs: 10, descheduledMs: 40 })
  })
})
