import { test } from 'node:test'
import { assertNotBlockLoopFor, assertYieldAtLeast } from 'loop-canary/node-test'
import { cooperate } from './subjects.js'

test('not awaited', (t) => {
  t.assert.notBlockLoopFor(() => cooperate(2), 50)
})

test('after the one not awaited', async (t) => {
  await t.assert.yieldToPoll(() => cooperate(2))
})

test('a promise', async (t) => {
  await t.assert.notBlockLoopFor(cooperate(2), 50)
})

test('a number, without the context', async () => {
  await assertNotBlockLoopFor(42, 50)
})

test('budget -1', async (t) => {
  await t.assert.notBlockLoopFor(() => cooperate(2), -1)
})

test('budget "50", without the context', async () => {
  await assertNotBlockLoopFor(() => cooperate(2), '50')
})

test('half a visit, without the context', async () => {
  await assertYieldAtLeast(() => cooperate(2), 0.5)
})

test('unknown option', async (t) => {
  await t.assert.yieldToPoll(() => cooperate(2), { timeLimit: 100 })
})

test('two not awaited', (t) => {
  t.assert.notBlockLoopFor(() => cooperate(2), 50)
  t.assert.yieldToPoll(() => cooperate(2))
})

test('after the two not awaited', async (t) => {
  await t.assert.yieldToPoll(() => cooperate(2))
})
