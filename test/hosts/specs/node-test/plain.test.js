import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import {
  assertBlockLoopFor,
  assertKeepYieldingFor,
  assertMakeNoSyncCalls,
  assertNotBlockLoopFor,
  assertStarveLoop,
  assertYieldAtLeast,
  assertYieldToPoll,
} from 'loop-canary/node-test'
import { block, cooperate, cooperateForEver, starve, starveForEver } from './subjects.js'

describe('passes: a suite', () => {
  it('passes: each plain assertion holds', async () => {
    await assertNotBlockLoopFor(() => cooperate(10), 100)
    await assertBlockLoopFor(() => block(150), 30)
    await assertYieldToPoll(() => turn())
    await assertYieldAtLeast(() => cooperate(10), 10)
    await assertKeepYieldingFor(cooperateForEver, 300)
    await assertStarveLoop(starveForEver, { stopAfter: 100 })
    await assertMakeNoSyncCalls(() => cooperate(2))
  })
})

it('fails: assertNotBlockLoopFor of a block', () => assertNotBlockLoopFor(() => block(150), 30))

it('fails: assertBlockLoopFor of chunks', () => assertBlockLoopFor(() => cooperate(10), 10_000))

it('fails: assertYieldToPoll of promises alone', () => assertYieldToPoll(starve))

it('fails: assertYieldAtLeast of too few chunks', () => assertYieldAtLeast(() => cooperate(10), 11))

it('fails: assertKeepYieldingFor of promises without end', () => assertKeepYieldingFor(starveForEver, 200))

it('fails: assertStarveLoop of chunks', () => assertStarveLoop(() => cooperate(10)))

it('fails: assertNotBlockLoopFor of promises without end', () => {
  return assertNotBlockLoopFor(starveForEver, 50, { stopAfter: 100 })
})
