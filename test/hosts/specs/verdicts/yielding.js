import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'host'
import { cooperate, starve } from './subjects.js'

test('passes: one turn reaches poll', async () => {
  await expect(() => turn()).toYieldToPoll()
})

test('passes: a timer reaches poll', async () => {
  await expect(() => sleep(1)).toYieldToPoll()
})

test('fails: a synchronous function reaches poll', async () => {
  await expect(() => 42).toYieldToPoll()
})

test('fails: promises alone reach poll', async () => {
  await expect(() => starve(5)).toYieldToPoll()
})

test('passes: promises alone do not reach poll', async () => {
  await expect(() => starve(5)).not.toYieldToPoll()
})

test('passes: ten chunks yield ten times', async () => {
  await expect(() => cooperate(10)).toYieldAtLeast(10)
  await expect(() => cooperate(10)).not.toYieldAtLeast(11)
})

test('fails: ten chunks yield eleven times', async () => {
  await expect(() => cooperate(10)).toYieldAtLeast(11)
})
