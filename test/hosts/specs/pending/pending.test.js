import { test } from 'node:test'
import 'loop-canary/node-test'
import { cooperate } from './subjects.js'

test('fails: nothing keeps the process alive but the watch', async (t) => {
  await t.assert.yieldToPoll(() => new Promise(() => {}))
})

test('passes: after a test that was pending', async (t) => {
  await t.assert.yieldToPoll(() => cooperate(2))
})
