const { countOrders, countOrdersSync } = require('../src/orders')
const { ordersCsv, temporaryFile } = require('./sample-data')

const ROWS = 30_000
const csv = ordersCsv(ROWS)
const file = temporaryFile('orders.csv', csv)

test('both APIs count the same orders', async () => {
  expect(countOrdersSync(csv)).toBe(ROWS)
  expect(await countOrders(file)).toBe(ROWS)
})

test('the sync API blocks', async () => {
  await expect(() => countOrdersSync(csv)).toBlockLoopFor(50)
})

test('the stream API yields between chunks', async () => {
  await expect(() => countOrders(file)).toYieldAtLeast(20)
})
