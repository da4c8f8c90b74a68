import { test } from 'node:test'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import 'loop-canary/node-test'
import { block, cooperate, cooperateForEver, starve, starveForEver } from './subjects.js'

test('passes: each assertion holds', async (t) => {
  await t.assert.notBlockLoopFor(() => cooperate(10), 100)
  await t.assert.blockLoopFor(() => block(150), 30)
  await t.assert.yieldToPoll(() => turn())
  await t.assert.yieldAtLeast(() => cooperate(10), 10)
  await t.assert.keepYieldingFor(cooperateForEver, 300)
  await t.assert.starveLoop(starveForEver, { stopAfter: 100 })
  await t.assert.letTimersFire(() => cooperate(10))
  await t.assert.letImmediatesRun(() => cooperate(10), { atLeast: 5 })
  await t.assert.letSocketsProgress(() => cooperate(10))
  await t.assert.letWorkersDeliver(() => cooperate(10))
  await t.assert.letHttpRespond(() => sleep(200), { within: 10_000 })
  await t.assert.keepLoopUtilizationUnder(() => sleep(100), 0.9)
})

test('fails: notBlockLoopFor of a block', (t) => t.assert.notBlockLoopFor(() => block(150), 30))

test('fails: blockLoopFor of chunks', (t) => t.assert.blockLoopFor(() => cooperate(10), 10_000))

test('fails: yieldToPoll of promises alone', (t) => t.assert.yieldToPoll(starve))

test('fails: yieldAtLeast of too few chunks', (t) => t.assert.yieldAtLeast(() => cooperate(10), 11))

test('fails: keepYieldingFor of promises without end', (t) => t.assert.keepYieldingFor(starveForEver, 200))

test('fails: letSocketsProgress of promises alone', (t) => t.assert.letSocketsProgress(starve))

test('fails: starveLoop of chunks', (t) => t.assert.starveLoop(() => cooperate(10)))

test('fails: notBlockLoopFor of promises without end', (t) => {
  return t.assert.notBlockLoopFor(starveForEver, 50, { stopAfter: 100 })
})

test('fails: nobody has waited for what is over', async (t) => {
  t.assert.notBlockLoopFor(() => cooperate(1), 100)
  await new Promise((resolve) => setTimeout(resolve, 200))
})

test('fails: the assertion is not awaited', (t) => {
  t.assert.notBlockLoopFor(() => cooperate(10), 100)
})

test('passes: after a test that forgot to wait', (t) => t.assert.notBlockLoopFor(() => cooperate(10), 100))

test('passes: three assertions that were planned', async (t) => {
  t.plan(3)
  await t.assert.yieldToPoll(() => turn())
  await t.assert.yieldAtLeast(() => turn(), 1)
  await t.assert.notBlockLoopFor(() => turn(), 100)
})
