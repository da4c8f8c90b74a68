import { describe, expect, test } from 'vitest'
import type { Noise } from '../../src/report.ts'
import { blockedFor, doubtAbout, isCloseTo } from '../../src/verdict/blocked-for.ts'
import { makeReport, makeStall } from '../support/reports.ts'

const reportOf = (source: Noise['source'], ...stalls: ReturnType<typeof makeStall>[]) =>
  makeReport({ stalls, noise: { descheduledMs: 0, gcMs: 0, suspendedMs: 0, pausedMs: 0, sentinelLateMs: 0, source } })

test.each([
  [49.999, 'no'],
  [50, 'yes'],
  [50.001, 'yes'],
  [0, 'no'],
] as const)('%d ms of a budget of 50: %s', (ms, finding) => {
  expect(blockedFor(reportOf('schedstat', makeStall({ ms })), 50)).toBe(finding)
})

test.each([
  [25, false],
  [26, true],
  [74, true],
  [75, false],
] as const)('%d ms are close to a budget of 50: %s', (ms, isClose) => {
  expect(isCloseTo(reportOf('schedstat', makeStall({ ms })), 50)).toBe(isClose)
})

test('what the machine took does not count', () => {
  const stall = makeStall({ ms: 10, descheduledMs: 490 })
  expect(blockedFor(reportOf('schedstat', stall), 50)).toBe('no')
})

test('only what is too long on every reading is a yes, and only what is too short on every reading a no', () => {
  const stall = makeStall({ ms: 20, atMostMs: 70, doubts: ['suspended for 40 ms'] })
  expect(blockedFor(reportOf('schedstat', stall), 20)).toBe('yes')
  expect(blockedFor(reportOf('schedstat', stall), 21)).toBe('unknown')
  expect(blockedFor(reportOf('schedstat', stall), 70)).toBe('unknown')
  expect(blockedFor(reportOf('schedstat', stall), 71)).toBe('no')
})

describe('a stall of the machine does not hide one of the function in the same watch', () => {
  const ofMachine = makeStall({ ms: 2, atMostMs: 60, suspendedMs: 2000 })
  test.each([
    ['on the CPU', makeStall({ ms: 55 })],
    ['asleep', makeStall({ ms: 55, cpuMs: 0 })],
  ])('%s', (_what, ofFunction) => {
    expect(blockedFor(reportOf('schedstat', ofMachine, ofFunction), 50)).toBe('yes')
    expect(blockedFor(reportOf('schedstat', ofMachine), 50)).toBe('unknown')
  })
})

describe('why the answer is unknown', () => {
  test('is said of the first stall that is in doubt', () => {
    const clear = makeStall({ ms: 40 })
    const doubtful = makeStall({ ms: 12, atMostMs: 54, doubts: ['suspended for 38 ms'], suspendedMs: 38 })
    expect(doubtAbout(reportOf('schedstat', clear, doubtful), 50)).toBe(
      'the machine took up to 80 of 92 ms: suspended for 38 ms',
    )
  })

  test('is not said where it is known', () => {
    expect(doubtAbout(reportOf('schedstat', makeStall({ ms: 54 })), 50)).toBe('')
  })
})

test('what was stopped has blocked for longer than anybody waits', () => {
  expect(blockedFor(reportOf('schedstat', makeStall({ ms: 20, stopped: true })), 60_000)).toBe('yes')
})

test('the longest stall counts, also when it is too short for the list', () => {
  const report = makeReport({ longestStall: makeStall({ ms: 0.4 }), stalls: [] })
  expect(blockedFor(report, 0.3)).toBe('yes')
  expect(blockedFor(report, 0.5)).toBe('no')
})

test('many short stalls do not add up', () => {
  expect(blockedFor(reportOf('schedstat', ...Array(100).fill(makeStall({ ms: 20 }))), 50)).toBe('no')
})

test('a function that had to be stopped has blocked, whatever its stalls say', () => {
  const report = makeReport({ outcome: { kind: 'stopped', afterMs: 200 }, stalls: [makeStall({ ms: 20 })] })
  expect(blockedFor(report, 60_000)).toBe('yes')
})
