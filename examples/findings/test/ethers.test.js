import { expect, test } from 'vitest'
import { address, decrypt, encrypt, useScryptOfNode } from '../src/ethers.js'
import { immediatesDuring } from './immediates.js'

const PASSWORD = 'hunter2'
const OPTIONS = { stopAfter: false }

const keystore = await encrypt(PASSWORD)

test('encrypt of ethers 6 tells of its progress ten thousand times and never yields', async () => {
  let told = 0
  await expect(() => encrypt(PASSWORD, () => told++)).not.toYieldToPoll(OPTIONS)
  expect(told).toBeGreaterThan(10_000)
  expect(await immediatesDuring(() => encrypt(PASSWORD))).toBe(0)
})

test('fromEncryptedJson never yields', async () => {
  await expect(() => decrypt(keystore, PASSWORD)).not.toYieldToPoll(OPTIONS)
})

// From here on, so this test is the last one.
test("with Node's scrypt both let the loop go on", async () => {
  useScryptOfNode()
  await expect(() => encrypt(PASSWORD)).toYieldToPoll(OPTIONS)
  await expect(() => decrypt(keystore, PASSWORD)).toYieldToPoll(OPTIONS)
  expect((await decrypt(keystore, PASSWORD)).address).toBe(address)
})
