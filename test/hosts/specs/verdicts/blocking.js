import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'host'
import { block, cooperate, starve } from './subjects.js'

test('passes: cooperative work is free at least every 100 ms', async () => {
  await expect(() => cooperate(10)).toNotBlockLoopFor(100)
})

test('fails: a synchronous block', async () => {
  await expect(() => block(150)).toNotBlockLoopFor(30)
})

test('fails: promises in a row', async () => {
  await expect(starve).toNotBlockLoopFor(30)
})

test('fails: a block in a later turn', async () => {
  await expect(async () => {
    await sleep(5)
    block(150)
    await sleep(5)
  }).toNotBlockLoopFor(30)
})

test('passes: waiting is not blocking', async () => {
  await expect(() => sleep(200)).toNotBlockLoopFor(100)
})

test('passes: a block is documented as one', async () => {
  await expect(() => block(150)).toBlockLoopFor(30)
  await expect(() => block(150)).not.toNotBlockLoopFor(30)
})

test('fails: cooperative work is documented as a block', async () => {
  await expect(() => cooperate(10)).toBlockLoopFor(10_000)
})
