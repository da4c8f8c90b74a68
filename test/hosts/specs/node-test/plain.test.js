import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { assertBlockLoopFor, assertNotBlockLoopFor, assertYieldAtLeast, assertYieldToPoll } from 'loop-canary/node-test'
import { block, cooperate, starve } from './subjects.js'

describe('passes: a suite', () => {
  it('passes: each plain assertion holds', async () => {
    await assertNotBlockLoopFor(() => cooperate(10), 100)
    await assertBlockLoopFor(() => block(200), 100)
    await assertYieldToPoll(() => turn())
    await assertYieldAtLeast(() => cooperate(10), 10)
  })
})

it('fails: assertNotBlockLoopFor of a block', () => assertNotBlockLoopFor(() => block(200), 100))

it('fails: assertBlockLoopFor of chunks', () => assertBlockLoopFor(() => cooperate(10), 10_000))

it('fails: assertYieldToPoll of promises alone', () => assertYieldToPoll(starve))

it('fails: assertYieldAtLeast of too few chunks', () => assertYieldAtLeast(() => cooperate(10), 11))
