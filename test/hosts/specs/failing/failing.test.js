import { expect, test } from 'host'
import { block, cooperate } from './subjects.js'

test('blocks', async () => {
  await expect(() => block(80)).toNotBlockLoopFor(50)
})

test('does not block, and should', async () => {
  await expect(() => block(30)).toBlockLoopFor(5000)
})

test('never yields', async () => {
  await expect(() => block(30)).toYieldToPoll()
})

test('yields too rarely', async () => {
  await expect(() => cooperate(3)).toYieldAtLeast(1000)
})

test('does not block, and must not be free', async () => {
  await expect(() => block(30)).not.toNotBlockLoopFor(5000)
})

test('blocks, and must not', async () => {
  await expect(() => block(80)).not.toBlockLoopFor(50)
})

test('yields, and must not', async () => {
  await expect(() => cooperate(3)).not.toYieldToPoll()
})

test('yields too often', async () => {
  await expect(() => cooperate(3)).not.toYieldAtLeast(2)
})
