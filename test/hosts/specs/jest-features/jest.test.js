import { expect, jest, test } from '@jest/globals'
import { block } from './subjects.js'

jest.retryTimes(1)

let tries = 0
test('passes: at the second try', async () => {
  tries++
  await expect(() => block(tries === 1 ? 200 : 1)).toNotBlockLoopFor(30)
})

test('fails: at every try', async () => {
  await expect(() => block(10)).toYieldToPoll()
})

test('fails: not awaited, at every try', async () => {
  expect(() => block(1)).toNotBlockLoopFor(300)
})

test.each([1, 2])('passes: each %i', async (ms) => {
  await expect(() => block(ms)).toNotBlockLoopFor(30)
})

test.failing('passes: as a test that is known to fail', async () => {
  await expect(() => block(10)).toYieldToPoll()
})
