import { expect, test } from 'vitest'
import type { Outcome } from '../../src/report.ts'
import { starved } from '../../src/verdict/starved.ts'
import { makeReport } from '../support/reports.ts'

test.each<[Outcome['kind'], string]>([
  ['stopped', 'yes'],
  ['pending', 'no'],
  ['resolved', 'no'],
  ['returned', 'no'],
])('%s: %s', (kind, finding) => {
  expect(starved(makeReport({ outcome: { kind, afterMs: 1 } as Outcome }))).toBe(finding)
})
