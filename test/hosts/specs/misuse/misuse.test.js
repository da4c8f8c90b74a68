import { expect, test } from 'host'
import { cooperate } from './subjects.js'

test('not awaited', () => {
  expect(() => cooperate(2)).toNotBlockLoopFor(50)
})

test('after the one not awaited', async () => {
  await expect(() => cooperate(2)).toYieldToPoll()
})

test('.resolves', async () => {
  await expect(Promise.resolve(cooperate)).resolves.toNotBlockLoopFor(50)
})

test('.rejects', async () => {
  await expect(Promise.reject(new Error('no'))).rejects.toYieldToPoll()
})

test('a promise', async () => {
  await expect(cooperate(2)).toNotBlockLoopFor(50)
})

test('a number', async () => {
  await expect(42).toNotBlockLoopFor(50)
})

test('asymmetric', async () => {
  expect({ importCsv: cooperate }).toEqual({ importCsv: expect.toNotBlockLoopFor(50) })
})

test('asymmetric with .not', async () => {
  expect({ importCsv: cooperate }).toEqual({ importCsv: expect.not.toNotBlockLoopFor(50) })
})

test('budget -1', async () => {
  await expect(() => cooperate(2)).toNotBlockLoopFor(-1)
})

test('budget NaN', async () => {
  await expect(() => cooperate(2)).toBlockLoopFor(Number.NaN)
})

test('budget "50"', async () => {
  await expect(() => cooperate(2)).toNotBlockLoopFor('50')
})

test('budget Infinity', async () => {
  await expect(() => cooperate(2)).not.toBlockLoopFor(Number.POSITIVE_INFINITY)
})

test('no budget', async () => {
  await expect(() => cooperate(2)).toNotBlockLoopFor()
})

test('half a visit', async () => {
  await expect(() => cooperate(2)).toYieldAtLeast(0.5)
})

test('unknown option', async () => {
  await expect(() => cooperate(2)).toYieldToPoll({ timeout: 100 })
})

test('bad option', async () => {
  await expect(() => cooperate(2)).toNotBlockLoopFor(50, { settleWithin: 0 })
})

test('two not awaited', () => {
  expect(() => cooperate(2)).toNotBlockLoopFor(50)
  expect(() => cooperate(2)).toYieldToPoll()
})

test('after the two not awaited', async () => {
  await expect(() => cooperate(2)).toYieldToPoll()
})
