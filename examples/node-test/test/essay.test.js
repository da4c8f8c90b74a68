import { test } from 'node:test'
// This import registers the assertions: `t.assert.blockLoopFor` and the others.
import 'loop-canary/node-test'
import { loop, oneLoop } from '../src/essay.js'

test('§3.1 one loop holds everything up for as long as it runs', async (t) => {
  await t.assert.blockLoopFor(() => oneLoop(800), 50)
})

test('§3 and §4 as they are written, endless: both starve the loop until they are stopped', async (t) => {
  const sync = () => {
    while (true) {}
  }
  const awaits = async () => {
    while (true) await Promise.resolve()
  }
  await t.assert.starveLoop(sync, { stopAfter: 250 })
  await t.assert.starveLoop(awaits, { stopAfter: 250 })
})

test('§10.2 the only safe infinite loop yields in every turn', async (t) => {
  await t.assert.yieldAtLeast(() => loop(1000), 1000)
  await t.assert.notBlockLoopFor(() => loop(1000), 100)
})
