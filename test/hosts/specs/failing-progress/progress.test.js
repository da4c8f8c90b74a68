import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'host'
import { block, hold } from './subjects.js'

test('returns before a timer can fire', async () => {
  await expect(() => block(300)).toLetTimersFire()
})

test('lets a socket wait', async () => {
  await expect(async () => {
    await sleep(200)
    block(600)
    await sleep(200)
  }).toLetSocketsProgress({ within: 50 })
})

test('lets more requests wait than it may', async () => {
  await expect(async () => {
    await sleep(100)
    block(600)
  }).toLetHttpRespond({ within: 20, percentile: 99, stopAfter: 10_000 })
})

test('runs too few immediates', async () => {
  await expect(() => sleep(1)).toLetImmediatesRun({ atLeast: 1_000_000 })
})

test('lets messages be delivered, and should not', async () => {
  await expect(() => sleep(300)).not.toLetWorkersDeliver()
})

test('works itself', async () => {
  await expect(() => block(300)).toKeepLoopUtilizationUnder(0.2)
})

async function poll(everyMs) {
  for (;;) await new Promise((resolve) => setTimeout(resolve, everyMs))
}

test('polls for an hour of virtual time', async () => {
  await expect(() => poll(60_000)).toNotBlockLoopFor(50, { clock: 'virtual', timeout: 3_600_000 })
})

test('blocks in the middle of a virtual minute', async () => {
  await expect(async () => {
    await new Promise((resolve) => setTimeout(resolve, 30_000))
    block(300)
    await new Promise((resolve) => setTimeout(resolve, 30_000))
  }).toNotBlockLoopFor(50, { clock: 'virtual' })
})

test('needs more real time than there is for an hour', async () => {
  const turn = () => new Promise((resolve) => setImmediate(() => resolve(hold(5))))
  await expect(async () => {
    for (;;) await turn()
  }).toNotBlockLoopFor(500, { clock: 'virtual', timeout: 3_600_000 })
}, 5000)
