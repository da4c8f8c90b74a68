import { expect, test } from 'host'
import { load } from './load.js'

test('passes: what has been called before it is judged', async () => {
  await expect(async () => (await load()).answer).toNotBlockLoopFor(50, { warmup: 1 })
})
