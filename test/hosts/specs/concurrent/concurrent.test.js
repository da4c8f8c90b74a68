import { expect, test } from 'host'
import { block, cooperate } from './subjects.js'

function innocents(from, to) {
  for (let innocent = from; innocent <= to; innocent++) {
    test.concurrent(`passes: innocent ${innocent}`, async () => {
      let calls = 0
      const job = () => {
        calls++
        return cooperate(10)
      }
      await expect(job).toNotBlockLoopFor(100)
      await expect(job).toYieldToPoll()
      await expect(job).toNotBlockLoopFor(100)
      expect(calls).toBe(3)
    })
  }
}

innocents(1, 4)

test.concurrent('fails: the one that blocks', async () => {
  await expect(() => block(200)).toNotBlockLoopFor(30)
})

innocents(5, 9)
