import { expect, test } from 'host'
import { block, cooperate } from './subjects.js'

test('passes: as many assertions as expected', async () => {
  expect.assertions(3)
  await expect(() => cooperate(2)).toNotBlockLoopFor(100)
  await expect(() => cooperate(2)).toYieldAtLeast(2)
  await expect(() => block(10)).not.toYieldToPoll()
})

test('passes: at least one assertion', async () => {
  expect.hasAssertions()
  await expect(() => cooperate(2)).toYieldToPoll()
})

test('fails: an assertion less than expected', async () => {
  expect.assertions(2)
  await expect(() => cooperate(2)).toYieldToPoll()
})

test('passes: assertions that wait for each other at the end', async () => {
  await Promise.all([
    expect(() => cooperate(10)).toNotBlockLoopFor(100),
    expect(() => block(200)).toBlockLoopFor(30),
    expect(() => cooperate(10)).toYieldToPoll(),
  ])
})

test('passes: a failure that is caught', async () => {
  await expect(expect(() => block(10)).toYieldToPoll()).rejects.toThrow('without a visit to poll')
})

test('passes: a warm-up keeps the first call out', async () => {
  let calls = 0
  await expect(() => block(++calls === 1 ? 200 : 1)).toNotBlockLoopFor(30, { warmup: 1 })
  expect(calls).toBe(2)
})

test('passes: an outlier among the runs', async () => {
  let calls = 0
  await expect(() => block(++calls === 1 ? 200 : 1)).toNotBlockLoopFor(30, { runs: 3 })
  expect(calls).toBe(3)
})
