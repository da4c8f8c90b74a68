const { compress, compressSync } = require('../src/backups')
const { ordersCsv } = require('./sample-data')

const data = Buffer.from(ordersCsv(300_000))

test('gzipSync blocks', async () => {
  await expect(() => compressSync(data)).toBlockLoopFor(50)
})

test('gzip works on another thread', async () => {
  await expect(() => compress(data)).toYieldToPoll()
  await expect(() => compress(data)).toNotBlockLoopFor(100)
})
