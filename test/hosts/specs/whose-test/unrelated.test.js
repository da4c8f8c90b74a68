import { expect, test } from 'host'
import { block, turn } from './subjects.js'

// Many turns: the other test is started, and over, while the assertion is under way.
async function blockLater() {
  for (let count = 0; count < 200; count++) await turn()
  block(300)
}

test.concurrent('fails: blocks', async () => {
  await expect(blockLater).toNotBlockLoopFor(50)
})

test.concurrent('passes: has no assertion', async () => {
  await turn()
})

test.concurrent('passes: waits for its own', async () => {
  await turn()
  await expect(() => turn()).toYieldToPoll()
})
