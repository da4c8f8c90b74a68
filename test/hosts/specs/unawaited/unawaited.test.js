import { expect, test } from 'host'
import { cooperate } from './subjects.js'

test('fails: the assertion is not awaited', () => {
  expect(() => cooperate(10)).toNotBlockLoopFor(100)
})

test('passes: after a test that forgot to wait', async () => {
  await expect(() => cooperate(10)).toNotBlockLoopFor(100)
})

test('passes: after that', async () => {
  await new Promise((resolve) => setTimeout(resolve, 100))
})

test('fails: nobody has waited for what is over', async () => {
  expect(() => cooperate(1)).toNotBlockLoopFor(100)
  await new Promise((resolve) => setTimeout(resolve, 200))
})

test('passes: waited for all at once, and late', async () => {
  const assertions = [expect(() => cooperate(1)).toYieldToPoll(), expect(() => cooperate(1)).not.toBlockLoopFor(100)]
  await new Promise((resolve) => setTimeout(resolve, 50))
  await Promise.all(assertions)
})

test('passes: waited for by the runner', () => expect(() => cooperate(1)).toYieldToPoll())

test('passes: chained', () =>
  expect(() => cooperate(1))
    .toYieldToPoll()
    .finally(() => {})
    .then(() => {}))
