import { expect, test } from 'host'
import { cooperate } from './subjects.js'

const never = () => new Promise(() => {})

test('fails: pending when the test has little time', async () => {
  await expect(never).toYieldToPoll()
}, 4000)

test('passes: after a test that was pending', async () => {
  await expect(() => cooperate(2)).toYieldToPoll()
})

test('fails: the runner cuts off what may take longer', async () => {
  await expect(never).toYieldToPoll({ timeout: 60_000 })
}, 300)

test('passes: after a test that was cut off', async () => {
  await expect(() => cooperate(2)).toYieldToPoll()
})
