import { expect, test } from 'vitest'
import { deriveKey1, deriveKey2 } from '../src/keys.ts'

test('both versions derive the same key', async () => {
  expect(await deriveKey1('hunter2', 'salt')).toEqual(await deriveKey2('hunter2', 'salt'))
})

// Between its slices, 1.8 awaits an async function that does nothing: a microtask, so the loop never gets a turn.
test('scryptAsync of @noble/hashes 1.8 starves the loop', async () => {
  await expect(() => deriveKey1('hunter2', 'salt')).not.toYieldToPoll({ stopAfter: false })
  await expect(() => deriveKey1('hunter2', 'salt')).toBlockLoopFor(50)
})

// 2.4 awaits a timer there.
test('scryptAsync of @noble/hashes 2.4 lets the loop go on', async () => {
  await expect(() => deriveKey2('hunter2', 'salt')).toYieldToPoll()
})
