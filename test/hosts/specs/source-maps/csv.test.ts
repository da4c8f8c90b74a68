import { expect, test } from 'host'
import { follow, parse } from './csv.ts'

test('a stall', async () => {
  await expect(() => parse(300)).toNotBlockLoopFor(20)
})

test('a runaway', async () => {
  await expect(follow).toNotBlockLoopFor(20, { stopAfter: 300 })
})
