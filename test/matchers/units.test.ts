import { expect, test } from 'vitest'
import { count, formatMs, formatParts } from '../../src/matchers/units.ts'

test.each([
  [0, '0 ms'],
  [-0, '0 ms'],
  [0.001, '0 ms'],
  [0.005, '0.01 ms'],
  [0.02, '0.02 ms'],
  [0.5, '0.5 ms'],
  [0.994, '0.99 ms'],
  [1, '1 ms'],
  [1.04, '1 ms'],
  [49.96, '50 ms'],
  [50, '50 ms'],
  [99.94, '99.9 ms'],
  [99.96, '100 ms'],
  [100, '100 ms'],
  [212.4, '212 ms'],
  [4000, '4000 ms'],
  [86_400_000, '86,400,000 ms'],
])('%d is %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text)
})

test.each([
  [0, '0 visits'],
  [1, '1 visit'],
  [2, '2 visits'],
  [1000, '1,000 visits'],
  [1_234_567, '1,234,567 visits'],
])('%d is %s', (number, text) => {
  expect(count(number, 'visit')).toBe(text)
})

test.each([
  [302.6, [298.7, 3.9], ['299 ms', '4 ms']],
  [100, [33.4, 33.3, 33.3], ['33 ms', '34 ms', '33 ms']],
  [61.26, [30.63, 30.63], ['30.6 ms', '30.7 ms']],
  [5, [], []],
])('parts of %d ms are told so that they add up to it', (ofMs, parts, told) => {
  expect(formatParts(ofMs, parts)).toEqual(told)
})
