import { expect, test } from 'host'
import { cooperate } from './subjects.js'

test('fails: the function throws', async () => {
  await expect(() => {
    throw new Error('from the function')
  }).toNotBlockLoopFor(100)
})

test('fails: the function rejects', async () => {
  await expect(async () => {
    await cooperate(10)
    throw new Error('from the function')
  }).toYieldToPoll()
})

test('fails: the function never settles', async () => {
  await expect(() => new Promise(() => {})).toYieldToPoll({ timeout: 100 })
})
