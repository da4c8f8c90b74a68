import { expect, test } from 'vitest'
import { adviseToYield, describeVisits } from '../../src/matchers/visits.ts'
import type { Outcome } from '../../src/report.ts'
import { makeReport } from '../support/reports.ts'

const error = { name: 'Error', message: 'no' }

const rows: [Outcome, number, string][] = [
  [{ kind: 'returned' }, 0, 'returned synchronously, without a visit to poll'],
  [{ kind: 'resolved' }, 0, 'resolved in 12.3 ms, without a visit to poll'],
  [{ kind: 'resolved' }, 1, 'resolved in 12.3 ms, after 1 visit to poll'],
  [{ kind: 'resolved' }, 12_000, 'resolved in 12.3 ms, after 12,000 visits to poll'],
  [{ kind: 'rejected', error }, 2, 'rejected in 12.3 ms, after 2 visits to poll'],
  [{ kind: 'threw', error }, 0, 'threw in 12.3 ms, without a visit to poll'],
]

test.each(rows)('%j after %d visits: %s', (outcome, pollVisits, text) => {
  expect(describeVisits(makeReport({ outcome, pollVisits, durationMs: 12.34 }))).toBe(text)
})

test('of promises and ticks advice speaks only where poll was never visited', () => {
  expect(adviseToYield(makeReport({ pollVisits: 0 }))[0]).toContain('promises and ticks alone')
  expect(adviseToYield(makeReport({ pollVisits: 8 }))).toEqual([
    'Await something that the loop has to serve, such as setImmediate, between smaller pieces of the work.',
  ])
})
