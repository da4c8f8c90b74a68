import { describe, expect, test } from 'vitest'
import type { Noise } from '../../src/report.ts'
import { blockedFor } from '../../src/verdict/blocked-for.ts'
import { makeReport, makeStall } from '../support/reports.ts'

const reportOf = (source: Noise['source'], ...stalls: ReturnType<typeof makeStall>[]) =>
  makeReport({ stalls, noise: { descheduledMs: 0, gcMs: 0, sentinelLateMs: 0, source } })

describe('where run-queue delay can be measured, the corrected time decides', () => {
  test.each([
    [49.999, 'no'],
    [50, 'yes'],
    [50.001, 'yes'],
    [0, 'no'],
  ] as const)('%d ms of a budget of 50: %s', (ms, finding) => {
    expect(blockedFor(reportOf('schedstat', makeStall({ ms })), 50)).toBe(finding)
  })

  test('what the machine took does not count', () => {
    const stall = makeStall({ ms: 10, wallMs: 500, descheduledMs: 490, cpuMs: 500 })
    expect(blockedFor(reportOf('schedstat', stall), 50)).toBe('no')
  })

  test('a blocking sleep without CPU counts', () => {
    expect(blockedFor(reportOf('schedstat', makeStall({ ms: 60, cpuMs: 0 })), 50)).toBe('yes')
  })
})

describe('where only CPU time can be measured, it is the least, and wall time the most', () => {
  test.each([
    // on CPU, wall, blocked for 50?
    [50, 60, 'yes'],
    [49, 50, 'unknown'],
    [0, 500, 'unknown'],
    [0, 49, 'no'],
    [49, 49, 'no'],
  ] as const)('%d ms on CPU of %d ms: %s', (cpuMs, wallMs, finding) => {
    expect(blockedFor(reportOf('thread-cpu', makeStall({ ms: wallMs, wallMs, cpuMs })), 50)).toBe(finding)
  })

  test('a certain stall speaks louder than an uncertain one', () => {
    const uncertain = makeStall({ ms: 500, cpuMs: 1 })
    const certain = makeStall({ ms: 60 })
    expect(blockedFor(reportOf('thread-cpu', uncertain, certain), 50)).toBe('yes')
  })
})

describe('where nothing can be measured, wall time decides', () => {
  test.each([
    [49, 'no'],
    [50, 'yes'],
  ] as const)('%d ms: %s', (wallMs, finding) => {
    expect(blockedFor(reportOf('none', makeStall({ ms: wallMs, wallMs, cpuMs: 0 })), 50)).toBe(finding)
  })
})

test('the longest stall counts, also when it is too short for the list', () => {
  const report = makeReport({ longestStall: makeStall({ ms: 0.4 }), stalls: [] })
  expect(blockedFor(report, 0.3)).toBe('yes')
  expect(blockedFor(report, 0.5)).toBe('no')
})

test('many short stalls do not add up', () => {
  expect(blockedFor(reportOf('schedstat', ...Array(100).fill(makeStall({ ms: 20 }))), 50)).toBe('no')
})
