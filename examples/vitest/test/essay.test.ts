import { expect, test } from 'vitest'
import { bad, loop, oneLoop } from '../src/essay.ts'

test('§3.1 one loop holds everything up for as long as it runs', async () => {
  await expect(() => oneLoop(800)).toBlockLoopFor(50)
  await expect(() => oneLoop(500)).not.toYieldToPoll()
})

test('§4.1 async does not save you: 800 ms of awaits, not one visit to poll', async () => {
  await expect(() => bad(800)).toBlockLoopFor(50)
  await expect(() => bad(300)).not.toYieldToPoll()
})

test('§3 and §4 as they are written, endless: both starve the loop until they are stopped', async () => {
  await expect(() => {
    while (true) {}
  }).toStarveLoop({ stopAfter: 250 })
  await expect(async () => {
    while (true) await Promise.resolve()
  }).toStarveLoop({ stopAfter: 250 })
})

test('§10.2 the only safe infinite loop yields in every turn', async () => {
  await expect(() => loop(1000)).toYieldAtLeast(1000)
  await expect(() => loop(1000)).not.toYieldAtLeast(1001)
  await expect(() => loop(1000)).toNotBlockLoopFor(100)
})
