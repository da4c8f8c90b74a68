import { beforeAll, expect, test } from 'host'
import { cooperate } from './subjects.js'

beforeAll(() => {
  expect(() => cooperate(1)).toYieldToPoll()
})

test('passes: behind a hook that forgets', async () => {
  await expect(() => cooperate(1)).toYieldToPoll()
})
