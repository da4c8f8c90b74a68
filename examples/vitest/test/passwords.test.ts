import { expect, test } from 'vitest'
import { hashPassword, hashPasswordSync } from '../src/passwords.ts'

test('hashSync blocks from the first round to the last', async () => {
  await expect(() => hashPasswordSync('hunter2')).toBlockLoopFor(50)
  await expect(() => hashPasswordSync('hunter2')).not.toYieldToPoll({ stopAfter: false })
})

test('hash yields, but only every 100 ms or so', async () => {
  await expect(() => hashPassword('hunter2')).toYieldToPoll()
  // Good to know for a server: every other request may wait that long.
  await expect(() => hashPassword('hunter2')).toBlockLoopFor(20)
})
