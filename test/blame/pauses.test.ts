import { expect, test } from 'vitest'
import { disjoint, outsideOf } from '../../src/blame/pauses.ts'

const call = { startMs: 100, endMs: 180 }
const pause = (startMs: number, wallMs: number) => ({ startMs, wallMs, cpuMs: 0, descheduledMs: 0 })

test.each([
  // begin and length of the pause, before and after
  [150, 60, 180, 30],
  [100.1, 80, 180, 0.1],
  [110, 20, 110, 20],
  [80, 10, 80, 10],
  [180, 20, 180, 20],
  [200, 20, 200, 20],
  // The settlement is another such end.
  [120, 200, 300, 20],
])('a pause from %s ms on, %s ms long', (startMs, wallMs, from, lasts) => {
  const clipped = outsideOf([call, { startMs: 90, endMs: 300 }], pause(startMs, wallMs))
  expect(clipped.startMs).toBe(from)
  expect(clipped.wallMs).toBeCloseTo(lasts)
})

test.each([true, false])('a pause inside of a call in which the thread cannot pause: %s', (isOpaque) => {
  const late = { ...pause(120, 50), heardLateMs: 30 }
  expect(outsideOf([{ ...call, isOpaque }], late).startMs).toBe(isOpaque ? 150 : 120)
})

test('pauses apart stay as they are', () => {
  const pauses = [pause(200, 20), pause(100, 20)]
  expect(disjoint(pauses)).toEqual([pause(100, 20), pause(200, 20)])
})

// The look had the CPU for longer than the ledger knows of, or what the ledger knows has the look in it.
test.each([1, 9])(
  'a look in the time of the ledger’s, which had the CPU for %s ms, is not taken out twice',
  (cpuMs) => {
    const ledgers = { ...pause(100, 40), cpuMs, descheduledMs: 40 - cpuMs }
    const look = { ...pause(110, 20), cpuMs: 7, descheduledMs: 13 }
    const own = Math.max(cpuMs, 7)
    expect(disjoint([look, ledgers])).toEqual([{ ...ledgers, cpuMs: own, descheduledMs: 40 - own }])
  },
)

test('two that overlap are one', () => {
  const pauses = [
    { ...pause(100, 40), cpuMs: 10, descheduledMs: 20 },
    { ...pause(130, 40), cpuMs: 30, descheduledMs: 10 },
  ]
  expect(disjoint(pauses)).toEqual([{ ...pause(100, 70), cpuMs: 40, descheduledMs: 30 }])
})
