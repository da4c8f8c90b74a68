import { expect, test } from 'vitest'
import { countOrders, countOrdersInMemory, countOrdersSync } from '../src/orders.ts'
import { ordersCsv, temporaryFile } from './sample-data.ts'

const ROWS = 30_000
const csv = ordersCsv(ROWS)
const file = temporaryFile('orders.csv', csv)

test('all three count the same orders', async () => {
  expect(countOrdersSync(csv)).toBe(ROWS)
  expect(await countOrdersInMemory(csv)).toBe(ROWS)
  expect(await countOrders(file)).toBe(ROWS)
})

test('the sync API blocks', async () => {
  await expect(() => countOrdersSync(csv)).toBlockLoopFor(50)
})

test('the stream API yields when the text arrives in chunks', async () => {
  await expect(() => countOrders(file)).toYieldAtLeast(20)
})

// A stream is only as polite as its source: here the whole text is one chunk.
test('the stream API blocks when the text is in memory already', async () => {
  await expect(() => countOrdersInMemory(csv)).toBlockLoopFor(50)
  await expect(() => countOrdersInMemory(csv)).not.toYieldToPoll({ stopAfter: false })
})
