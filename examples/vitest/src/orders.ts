import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { parse as parseSync } from 'csv-parse/sync'

const OPTIONS = { columns: true } as const

/** How many orders a CSV text has, with the sync API. */
export function countOrdersSync(csv: string): number {
  return parseSync(csv, OPTIONS).length
}

/** The same with the stream API, on a text that is in memory already. */
export async function countOrdersInMemory(csv: string): Promise<number> {
  let orders = 0
  for await (const _order of Readable.from([csv]).pipe(parse(OPTIONS))) orders++
  return orders
}

/** The same with the stream API, from a file. */
export async function countOrders(file: string): Promise<number> {
  let orders = 0
  for await (const _order of createReadStream(file).pipe(parse(OPTIONS))) orders++
  return orders
}
