/** These tests are meant to fail, to show how: `npm run failures`. */
import { expect, test } from 'vitest'
import { deriveKey1 } from '../src/keys.ts'
import { countOrdersInMemory, countOrdersSync } from '../src/orders.ts'
import { hashPassword, hashPasswordSync, scryptPasswordSync } from '../src/passwords.ts'
import { ordersCsv } from '../test/sample-data.ts'

test('bcryptjs hashSync', async () => {
  await expect(() => hashPasswordSync('hunter2')).toNotBlockLoopFor(50)
})

test('bcryptjs hash, with a budget below its chunks', async () => {
  await expect(() => hashPassword('hunter2')).toNotBlockLoopFor(10)
})

test('scryptSync, where the work should be done elsewhere', async () => {
  // The share leaves room for a machine that has other work: it may take more than half of the time.
  await expect(() => scryptPasswordSync('hunter2', 'salt')).toKeepLoopUtilizationUnder(0.1)
})

test('@noble/hashes 1.8 scryptAsync', async () => {
  await expect(() => deriveKey1('hunter2', 'salt')).toYieldToPoll()
})

test('csv-parse sync API', async () => {
  const csv = ordersCsv(30_000)
  await expect(() => countOrdersSync(csv)).toNotBlockLoopFor(50)
})

test('csv-parse stream API on a text in memory', async () => {
  const csv = ordersCsv(30_000)
  await expect(() => countOrdersInMemory(csv)).toYieldToPoll()
})
