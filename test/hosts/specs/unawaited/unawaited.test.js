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
