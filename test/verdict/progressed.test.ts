import { describe, expect, test } from 'vitest'
import type { Noise } from '../../src/report.ts'
import { progressed } from '../../src/verdict/progressed.ts'
import { utilizedUnder } from '../../src/verdict/utilized.ts'
import { makeCanary, makeReport, makeStall } from '../support/reports.ts'

const noise = (descheduledMs: number): Noise => ({
  descheduledMs,
  gcMs: 0,
  suspendedMs: 0,
  pausedMs: 0,
  sentinelLateMs: 0,
  source: 'schedstat',
})
const latency = {
  sent: 10,
  answered: 10,
  failed: 0,
  waiting: 0,
  firstMs: 1,
  p50Ms: 1,
  p90Ms: 20,
  p99Ms: 40,
  maxMs: 60,
  senderLateMs: 0,
}

describe('a canary progressed', () => {
  test.each([
    // served, at least, longest wait, within, taken by the machine, the function's longest stall
    [1, 1, 500, undefined, 0, 500, 'yes'],
    [0, 1, 0, undefined, 0, 0, 'no'],
    [2, 3, 1, undefined, 0, 0, 'no'],
    [3, 3, 1, undefined, 0, 0, 'yes'],
    [1, 1, 49, 50, 0, 49, 'yes'],
    [1, 1, 50, 50, 0, 10, 'no'],
    [1, 1, 80, 50, 30, 10, 'no'],
    [1, 1, 80, 50, 31, 10, 'unknown'],
    [1, 1, 80, 50, 500, 50, 'no'],
  ] as const)('served %s of %s times, longest wait %s ms of %s, %s ms taken: %s', (...row) => {
    const [served, atLeast, longestWaitMs, within, takenMs, stallMs, finding] = row
    const report = makeReport({ longestStall: makeStall({ ms: stallMs }), noise: noise(takenMs) })
    report.canaries.timer = makeCanary({ served, longestWaitMs })
    expect(progressed(report, 'timer', { atLeast, within, percentile: 100 })).toBe(finding)
  })

  test.each([
    // visits to poll, the function's own stall, taken by the machine, CPU pressure, of 100 ms
    [0, 1, 90, 90, 'no'],
    [3, 1, 40, 40, 'no'],
    [3, 1, 60, 0, 'unknown'],
    [3, 1, 0, 60, 'unknown'],
    [3, 50, 60, 60, 'no'],
  ] as const)('never: %s visits to poll, %s ms of stalls, %s ms taken, somebody waiting for %s ms: %s', (...row) => {
    const [pollVisits, ms, takenMs, pressureMs, finding] = row
    const stalls = [makeStall({ ms })]
    const report = makeReport({ durationMs: 100, pollVisits, stalls, noise: { ...noise(takenMs), pressureMs } })
    report.canaries.http = makeCanary({ served: 0, longestWaitMs: 100, latency })
    const asked = { atLeast: 10, within: undefined, percentile: 100 } as const
    expect(progressed(report, 'http', asked)).toBe(finding)
    // What was not sent could not be served, whatever the machine did; and nobody else has a part in an immediate.
    expect(progressed(report, 'http', { ...asked, atLeast: 11 })).toBe('no')
    report.canaries.immediate = makeCanary({ served: 0, longestWaitMs: 100 })
    expect(progressed(report, 'immediate', asked)).toBe('no')
  })

  test.each([
    [50, 2, 'yes'],
    [90, 20, 'no'],
    [90, 21, 'yes'],
    [99, 41, 'yes'],
    [100, 60, 'no'],
    [100, 61, 'yes'],
  ] as const)('%s %% of its requests within %s ms: %s', (percentile, within, finding) => {
    const report = makeReport({ longestStall: makeStall({ ms: 1 }), noise: noise(0) })
    report.canaries.http = makeCanary({ longestWaitMs: latency.maxMs, latency })
    expect(progressed(report, 'http', { atLeast: 1, within, percentile })).toBe(finding)
  })

  test.each([
    // the function's stalls, percentile, within, of 1000 ms
    [[300], 90, 50, 'no'],
    [[140], 90, 50, 'unknown'],
    [[120, 110, 40], 90, 50, 'no'],
    [[300], 50, 50, 'unknown'],
  ] as const)('on a busy machine, stalls of %j ms, %s %% within %s ms: %s', (...row) => {
    const [stalls, percentile, within, finding] = row
    const report = makeReport({ durationMs: 1000, stalls: stalls.map((ms) => makeStall({ ms })), noise: noise(3000) })
    const slow = { ...latency, p50Ms: 100, p90Ms: 200, p99Ms: 300, maxMs: 400 }
    report.canaries.http = makeCanary({ longestWaitMs: 400, latency: slow })
    expect(progressed(report, 'http', { atLeast: 1, within, percentile })).toBe(finding)
  })

  test('no stall but the longest wait decides about a share of its requests', () => {
    const report = makeReport({ longestStall: makeStall({ ms: 60 }), noise: noise(3000) })
    const asked = { atLeast: 1, within: 50 } as const
    report.canaries.http = makeCanary({ longestWaitMs: 70, latency: { ...latency, p50Ms: 60, p99Ms: 70, maxMs: 70 } })
    expect(progressed(report, 'http', { ...asked, percentile: 50 })).toBe('unknown')
    expect(progressed(report, 'http', { ...asked, percentile: 99 })).toBe('no')
  })

  test.each([
    ['http', 10, 'no'],
    ['http', 11, 'unknown'],
    ['timer', 11, 'no'],
  ] as const)('the %s, waiting for 60 ms of 50, whose sender was %s ms late: %s', (name, senderLateMs, finding) => {
    const report = makeReport({ longestStall: makeStall({ ms: 1 }), noise: noise(0) })
    report.canaries.timer = makeCanary({ longestWaitMs: 60 })
    report.canaries.http = makeCanary({ longestWaitMs: 60, latency: { ...latency, senderLateMs } })
    expect(progressed(report, name, { atLeast: 1, within: 50, percentile: 100 })).toBe(finding)
  })

  test('whatever was served, what had to be stopped let nobody progress', () => {
    const report = makeReport({ outcome: { kind: 'stopped', afterMs: 300 } })
    report.canaries.timer = makeCanary({ served: 5, longestWaitMs: 1 })
    expect(progressed(report, 'timer', { atLeast: 1, within: undefined, percentile: 100 })).toBe('no')
  })

  test('who says no has had his chance, on a busy machine as well', () => {
    const report = makeReport({ durationMs: 100, pollVisits: 3, noise: noise(90) })
    const asked = { atLeast: 1, within: undefined, percentile: 100 } as const
    report.canaries.http = makeCanary({ served: 0, latency: { ...latency, answered: 0, failed: 10, failure: '503' } })
    expect(progressed(report, 'http', asked)).toBe('no')
    report.canaries.http = makeCanary({ served: 0, latency: { ...latency, answered: 0, waiting: 10 } })
    expect(progressed(report, 'http', asked)).toBe('unknown')
  })

  test('that could not ride along tells nothing', () => {
    const report = makeReport({ canaries: {} })
    expect(progressed(report, 'socket', { atLeast: 1, within: undefined, percentile: 100 })).toBe('unknown')
  })
})

test.each([
  // busy, of ms, taken by the machine, ratio
  [0.2, 100, 0, 0.5, 'yes'],
  [0.5, 100, 0, 0.5, 'no'],
  [1, 100, 50, 0.5, 'no'],
  [1, 100, 51, 0.5, 'unknown'],
  [1, 0, 0, 0.5, 'no'],
] as const)(
  'busy for %s of %s ms, %s of them taken: under %s, %s',
  (utilization, durationMs, takenMs, ratio, finding) => {
    expect(utilizedUnder(makeReport({ utilization, durationMs, noise: noise(takenMs) }), ratio)).toBe(finding)
  },
)

test('what stalls are certain to have taken is busy time, whatever the machine took besides', () => {
  const stalls = [makeStall({ ms: 30 }), makeStall({ ms: 20 })]
  const report = makeReport({ utilization: 1, durationMs: 100, noise: noise(90), stalls })
  expect([0.5, 0.51].map((ratio) => utilizedUnder(report, ratio))).toEqual(['no', 'unknown'])
})

test('a loop that never got to poll was never idle, whatever the machine took', () => {
  const report = makeReport({ utilization: 1, durationMs: 100, noise: noise(90), pollVisits: 0 })
  expect(utilizedUnder(report, 0.9)).toBe('no')
  expect(utilizedUnder({ ...report, pollVisits: 1 }, 0.9)).toBe('unknown')
})

test('what had to be stopped would have been busy for ever, whatever the machine took', () => {
  const outcome = { kind: 'stopped', afterMs: 100 } as const
  const report = makeReport({ outcome, utilization: 1, durationMs: 100, noise: noise(90) })
  expect(utilizedUnder(report, 0.9)).toBe('no')
})
