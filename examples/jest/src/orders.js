const { createReadStream } = require('node:fs')
const { parse } = require('csv-parse')
const { parse: parseSync } = require('csv-parse/sync')

const OPTIONS = { columns: true }

/** How many orders a CSV text has, with the sync API. */
exports.countOrdersSync = (csv) => parseSync(csv, OPTIONS).length

/** The same with the stream API, from a file. */
exports.countOrders = async (file) => {
  let orders = 0
  for await (const _order of createReadStream(file).pipe(parse(OPTIONS))) orders++
  return orders
}
