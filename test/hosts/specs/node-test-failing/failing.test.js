import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { assertNotBlockLoopFor, assertYieldToPoll } from 'loop-canary/node-test'
import { block, cooperate, hold } from './subjects.js'

async function chunks() {
  block(20)
  await turn()
  await turn()
  await turn()
}

function parse() {
  throw new SyntaxError('row 7 is broken')
}

test('blocks', async (t) => {
  await t.assert.notBlockLoopFor(() => block(300), 50)
})

test('does not block, and should', async (t) => {
  await t.assert.blockLoopFor(() => block(30), 5000)
})

test('never yields', async (t) => {
  await t.assert.yieldToPoll(() => block(30))
})

test('yields too rarely', async (t) => {
  await t.assert.yieldAtLeast(chunks, 1000)
})

test('blocks, without the context', async () => {
  await assertNotBlockLoopFor(() => block(300), 50)
})

test('throws', async (t) => {
  await t.assert.notBlockLoopFor(() => parse(), 50)
})

test('blocks and throws', async () => {
  await assertNotBlockLoopFor(() => {
    block(300)
    parse()
  }, 50)
})

test('rejects', async () => {
  await assertYieldToPoll(async () => {
    await cooperate(2)
    parse()
  })
})

test('never settles', async (t) => {
  const never = () => {
    block(30)
    return new Promise(() => {})
  }
  await t.assert.yieldToPoll(never, { timeout: 500 })
})

test('calls what blocks', async (t) => {
  await t.assert.makeNoSyncCalls(() => hold(100))
})

test('blocks in several turns', async (t) => {
  await t.assert.notBlockLoopFor(async () => {
    for (const ms of [100, 150, 100]) {
      block(ms)
      await turn()
    }
  }, 20)
})

test('is aborted', async (t) => {
  const signal = AbortSignal.timeout(200)
  await t.assert.yieldToPoll(() => new Promise(() => {}), { signal })
})
