import { expect, test } from 'vitest'
import { yieldedAtLeast, yieldedToPoll } from '../../src/verdict/yielded.ts'
import { makeCanary, makeReport } from '../support/reports.ts'

const withSocket = (pollVisits: number, served?: number) => {
  const report = makeReport({ pollVisits })
  if (served !== undefined) report.canaries.socket = makeCanary({ served, waiting: 1 - served })
  return report
}

test.each([
  // visits, bytes served, did it yield?
  [0, 0, 'no'],
  [0, 1, 'no'],
  [0, undefined, 'no'],
  [1, 1, 'yes'],
  [1, 0, 'unknown'],
  [1, undefined, 'yes'],
  [10_000, 1, 'yes'],
  [10_000, 0, 'unknown'],
] as const)('%s visits with the byte served %s times: yielded to poll, %s', (visits, served, finding) => {
  expect(yieldedToPoll(withSocket(visits, served))).toBe(finding)
})

test.each([
  [0, 1, 'no'],
  [1, 1, 'yes'],
  [2, 1, 'yes'],
  [8, 9, 'no'],
  [9, 9, 'yes'],
  [9, Number.MAX_SAFE_INTEGER, 'no'],
] as const)('%s visits, %s wanted: %s', (visits, wanted, finding) => {
  expect(yieldedAtLeast(withSocket(visits, 0), wanted)).toBe(finding)
})
