import { expect, test } from 'host'
import { block, cooperate, hash, hold } from './subjects.js'

test('blocks in a built-in', async () => {
  await expect(() => hash(1_000_000)).toNotBlockLoopFor(50, { stopAfter: false })
})

test('blocks in a built-in and elsewhere', async () => {
  await expect(() => {
    hash(300_000)
    block(300)
  }).toNotBlockLoopFor(50)
})

test('calls what blocks', async () => {
  await expect(() => {
    JSON.parse('[1, 2, 3]')
    hold(400)
  }).toMakeNoSyncCalls({ floor: 0, allow: ['fs.existsSync'] })
})

test('calls what blocks for long', async () => {
  await expect(() => {
    JSON.parse('[1, 2, 3]')
    hold(400)
  }).toMakeNoSyncCalls({ floor: 20 })
})

test('calls nothing that blocks, and should', async () => {
  await expect(() => cooperate(2)).not.toMakeNoSyncCalls({ floor: 0 })
})

test('never comes back from what it calls', async () => {
  await expect(() => hold(60_000)).toMakeNoSyncCalls({ stopAfter: 200 })
})
