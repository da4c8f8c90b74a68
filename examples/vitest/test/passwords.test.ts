import { expect, test } from 'vitest'
import { hashPassword, hashPasswordSync, scryptPassword, scryptPasswordSync } from '../src/passwords.ts'

test('hashSync blocks from the first round to the last', async () => {
  await expect(() => hashPasswordSync('hunter2')).toBlockLoopFor(50)
  await expect(() => hashPasswordSync('hunter2')).not.toYieldToPoll({ stopAfter: false })
})

test('hash yields, but only every 100 ms or so', async () => {
  await expect(() => hashPassword('hunter2')).toYieldToPoll()
  // Good to know for a server: every other request may wait that long.
  await expect(() => hashPassword('hunter2')).toBlockLoopFor(20)
})

test('scryptSync keeps the loop busy itself', async () => {
  await expect(() => scryptPasswordSync('hunter2', 'salt')).not.toKeepLoopUtilizationUnder(0.5)
})

test('scrypt works in the thread pool', async () => {
  await expect(() => scryptPassword('hunter2', 'salt')).toNotBlockLoopFor(50)
  await expect(() => scryptPassword('hunter2', 'salt')).toKeepLoopUtilizationUnder(0.5)
})
