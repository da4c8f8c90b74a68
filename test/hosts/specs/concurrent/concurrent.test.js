import { expect, test } from 'host'
import { block, cooperate } from './subjects.js'

for (let innocent = 1; innocent <= 4; innocent++) {
  test.concurrent(`passes: innocent ${innocent}`, async () => {
    await expect(() => cooperate(10)).toNotBlockLoopFor(100)
    await expect(() => cooperate(10)).toYieldToPoll()
  })
}

test.concurrent('fails: the one that blocks', async () => {
  await expect(() => block(200)).toNotBlockLoopFor(100)
})

for (let innocent = 5; innocent <= 9; innocent++) {
  test.concurrent(`passes: innocent ${innocent}`, async () => {
    await expect(() => cooperate(10)).toNotBlockLoopFor(100)
    await expect(() => cooperate(10)).toYieldToPoll()
  })
}
