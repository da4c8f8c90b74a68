import { expect, test } from 'vitest'
import type { Outcome } from '../../src/report.ts'
import { keptYielding } from '../../src/verdict/kept-yielding.ts'
import { makeReport, makeStall } from '../support/reports.ts'

const pending: Outcome = { kind: 'pending', afterMs: 100 }

test.each<[Outcome['kind'], number, number, string]>([
  // outcome, visits to poll, longest stall, did it keep yielding with a budget of 50?
  ['pending', 3, 49, 'yes'],
  ['pending', 3, 50, 'no'],
  ['pending', 0, 1, 'no'],
  ['resolved', 3, 1, 'no'],
  ['returned', 3, 1, 'no'],
  ['stopped', 3, 1, 'no'],
])('%s after %d visits, longest stall %d: %s', (kind, pollVisits, ms, finding) => {
  const outcome = { ...pending, kind } as Outcome
  expect(keptYielding(makeReport({ outcome, pollVisits, stalls: [makeStall({ ms })] }), 1000, 50)).toBe(finding)
})

test('unknown where a stall is', () => {
  const noise = {
    descheduledMs: 0,
    gcMs: 0,
    suspendedMs: 0,
    pausedMs: 0,
    sentinelLateMs: 0,
    source: 'thread-cpu',
  } as const
  const stalls = [makeStall({ ms: 10, atMostMs: 60 })]
  expect(keptYielding(makeReport({ outcome: pending, stalls, noise }), 1000, 50)).toBe('unknown')
})

test.each([
  [1000, 'yes'],
  [999.5, 'yes'],
  [400, 'unknown'],
] as const)(
  'for 1000 ms, of which %s of virtual time went by before the real time was up: %s',
  (virtualMs, finding) => {
    expect(keptYielding(makeReport({ outcome: pending, pollVisits: 3, virtualMs }), 1000, 50)).toBe(finding)
  },
)
