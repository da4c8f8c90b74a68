import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
// The same as plain functions, for where no test context is at hand. They fail with an AssertionError.
import { assertBlockLoopFor, assertYieldToPoll } from 'loop-canary/node-test'
import { deriveKey1, deriveKey2 } from '../src/keys.js'

// Slow machines may take longer than the 4 s that is the default where no runner tells its time limit.
const options = { timeout: 30_000 }

describe('scryptAsync of @noble/hashes', () => {
  it('derives the same key in both versions', async () => {
    assert.deepEqual(await deriveKey1('hunter2', 'salt'), await deriveKey2('hunter2', 'salt'))
  })

  // Between its slices, 1.8 awaits an async function that does nothing: a microtask, so the loop never gets a turn.
  it('starves the loop in 1.8', async () => {
    await assertBlockLoopFor(() => deriveKey1('hunter2', 'salt'), 50)
    await assert.rejects(
      assertYieldToPoll(() => deriveKey1('hunter2', 'salt'), options),
      /without a visit to poll/,
    )
  })

  // 2.4 awaits a timer there.
  it('lets the loop go on in 2.4', async () => {
    await assertYieldToPoll(() => deriveKey2('hunter2', 'salt'), options)
  })
})
