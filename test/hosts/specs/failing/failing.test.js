import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'host'
import { block } from './subjects.js'

async function chunks() {
  block(20)
  await turn()
  await turn()
  await turn()
}

test('blocks', async () => {
  await expect(() => block(300)).toNotBlockLoopFor(50)
})

test('does not block, and should', async () => {
  await expect(() => block(30)).toBlockLoopFor(5000)
})

test('never yields', async () => {
  await expect(() => block(30)).toYieldToPoll()
})

test('yields too rarely', async () => {
  await expect(chunks).toYieldAtLeast(1000)
})

test('does not block, and must not be free', async () => {
  await expect(() => block(30)).not.toNotBlockLoopFor(5000)
})

test('blocks, and must not', async () => {
  await expect(() => block(300)).not.toBlockLoopFor(50)
})

test('yields, and must not', async () => {
  await expect(chunks).not.toYieldToPoll()
})

test('yields too often', async () => {
  await expect(chunks).not.toYieldAtLeast(2)
})

test('ends, and should go on', async () => {
  await expect(chunks).toKeepYieldingFor(5000)
})

test('keeps the loop while it goes on', async () => {
  await expect(async () => {
    for (;;) {
      block(300)
      await turn()
    }
  }).toKeepYieldingFor(400, { budget: 50 })
})

test('goes on, and must not', async () => {
  await expect(async () => {
    block(30)
    for (;;) await turn()
  }).not.toKeepYieldingFor(300, { budget: 500 })
})

test('does not starve, and should', async () => {
  await expect(chunks).toStarveLoop()
})

test('starves, and must not', async () => {
  await expect(async () => {
    for (;;) block(50)
  }).not.toStarveLoop({ stopAfter: 300 })
})

test('blocks in several turns', async () => {
  await expect(async () => {
    for (const ms of [100, 150, 100]) {
      block(ms)
      await turn()
    }
  }).toNotBlockLoopFor(20)
})
