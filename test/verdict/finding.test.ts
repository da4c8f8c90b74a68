import { expect, test } from 'vitest'
import { toVerdict } from '../../src/verdict/finding.ts'

test.each([
  ['yes', true, 'pass'],
  ['no', true, 'fail'],
  ['unknown', true, 'inconclusive'],
  ['yes', false, 'fail'],
  ['no', false, 'pass'],
  ['unknown', false, 'inconclusive'],
] as const)('the answer %s, wanted %s, is a %s', (finding, wanted, verdict) => {
  expect(toVerdict(finding, wanted)).toBe(verdict)
})
