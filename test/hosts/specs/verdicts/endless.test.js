import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'host'
import { block, cooperate, starveForEver } from './subjects.js'

let rounds = 0

const poller = () => {
  rounds++
  setImmediate(poller)
  return new Promise(() => {})
}

test('passes: immediates without end keep yielding', async () => {
  await expect(poller).toKeepYieldingFor(150)
  expect(rounds).toBeGreaterThan(1)
  rounds = 0
})

test('passes: nothing of them runs on', async () => {
  await turn()
  await turn()
  expect(rounds).toBe(0)
})

test('fails: a function that ends does not keep yielding', async () => {
  await expect(() => cooperate(2)).toKeepYieldingFor(5000)
})

test('passes: a function that ends does not keep yielding', async () => {
  await expect(() => cooperate(2)).not.toKeepYieldingFor(5000)
})

test('fails: long turns without end do not keep yielding', async () => {
  await expect(async () => {
    for (;;) {
      block(250)
      await turn()
    }
  }).toKeepYieldingFor(200, { budget: 50 })
})

test('fails: promises without end do not keep yielding', async () => {
  await expect(starveForEver).toKeepYieldingFor(200)
})

test('passes: promises without end starve the loop', async () => {
  await expect(starveForEver).toStarveLoop({ stopAfter: 100 })
})

test('fails: promises without end are documented as harmless', async () => {
  await expect(starveForEver).not.toStarveLoop({ stopAfter: 100 })
})

test('fails: cooperative work does not starve the loop', async () => {
  await expect(() => cooperate(5)).toStarveLoop()
})

test('passes: cooperative work is documented as harmless', async () => {
  await expect(() => cooperate(5)).not.toStarveLoop()
})

test('fails: what had to be stopped has blocked, whatever the budget', async () => {
  await expect(starveForEver).toNotBlockLoopFor(60_000, { timeout: 300 })
})

test('passes: what keeps to a budget is not stopped for being long', async () => {
  await expect(() => block(100)).toNotBlockLoopFor(3000, { stopAfter: 20 })
})

test('fails: what had to be stopped has not yielded', async () => {
  await expect(starveForEver).not.toYieldToPoll({ stopAfter: 100 })
})

test('fails: what had to be stopped has not yielded often enough', async () => {
  await expect(async () => {
    await turn()
    await starveForEver()
  }).toYieldAtLeast(1, { stopAfter: 100 })
})
