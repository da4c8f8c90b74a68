import { expect, test } from 'host'
import { block } from './subjects.js'

const HOUR = 3_600_000
const virtual = { clock: 'virtual' }

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Wakes up once a minute, by the timers of its own context. */
const poller = () => {
  setTimeout(poller, 60_000)
  return new Promise(() => {})
}

test('passes: an hour of sleep blocks nobody', async () => {
  await expect(() => sleep(HOUR)).toNotBlockLoopFor(5000, virtual)
  await expect(() => sleep(HOUR)).toYieldToPoll(virtual)
})

test('passes: a poller goes on for hours', async () => {
  await expect(poller).toKeepYieldingFor(10 * HOUR, { ...virtual, budget: 5000 })
})

test('passes: the clocks are those that they were', async () => {
  const seen = []
  const before = new Date()
  await expect(async () => {
    seen.push(before instanceof Date, new Date() instanceof Date, Date.now() - before < HOUR)
    await sleep(HOUR)
    seen.push(Date.now() - before >= HOUR - 1)
  }).toYieldToPoll(virtual)
  seen.push(Date.now() - before < HOUR)
  if (seen.includes(false) || seen.length !== 5) throw new Error(`wrong clocks: ${seen}`)
})

test('fails: after an hour of sleep a function blocks', async () => {
  await expect(async () => {
    await sleep(HOUR)
    block(150)
  }).toNotBlockLoopFor(30, virtual)
})

test('fails: a poller blocks now and then', async () => {
  await expect(async () => {
    for (;;) {
      await sleep(60_000)
      block(150)
    }
  }).toKeepYieldingFor(HOUR / 30, { ...virtual, budget: 30 })
})

test('fails: a function that ends does not go on for an hour', async () => {
  await expect(() => sleep(HOUR / 2)).toKeepYieldingFor(HOUR, virtual)
})
