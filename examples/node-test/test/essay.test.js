import { test } from 'node:test'
// This import registers the assertions: `t.assert.blockLoopFor` and the others.
import 'loop-canary/node-test'
import { loop, oneLoop } from '../src/essay.js'

test('§3.1 one loop holds everything up for as long as it runs', async (t) => {
  await t.assert.blockLoopFor(() => oneLoop(800), 50)
})

test('§10.2 the only safe infinite loop yields in every turn', async (t) => {
  await t.assert.yieldAtLeast(() => loop(1000), 1000)
  await t.assert.notBlockLoopFor(() => loop(1000), 100)
})
