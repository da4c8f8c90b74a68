import { expect, test } from 'host'
import { load } from './load.js'
import { block } from './subjects.js'

test('fails: what loads a module with its first call', async () => {
  await expect(async () => (await load()).answer).toNotBlockLoopFor(50)
})

test('passes: once it is loaded', async () => {
  await expect(async () => (await load()).answer).toNotBlockLoopFor(50)
})

test('fails: what loads nothing', async () => {
  await expect(() => block(200)).toNotBlockLoopFor(50)
})
