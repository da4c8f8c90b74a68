import { expect, test } from 'host'
import { cooperate, turn } from './subjects.js'

test.concurrent('passes: forgets', async () => {
  await turn()
  expect(() => cooperate(1)).toYieldToPoll()
})

test.concurrent('passes: does not forget', async () => {
  await expect(() => cooperate(10)).toYieldAtLeast(10)
})

test.concurrent('passes: has nothing to forget', async () => {
  await turn()
})
