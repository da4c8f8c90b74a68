/**
 * These tests are meant to fail: `npm run demo` at the root of the repository shows how. They need nothing but Node and
 * Vitest; the last two show what passes.
 */
import { scryptSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { compress, compressSync } from '../src/backups.ts'
import { bad, loop, oneLoop } from '../src/essay.ts'
import { parseIndex } from '../src/search-index.ts'
import { indexEntries, ordersCsv } from '../test/sample-data.ts'

describe('blocks', () => {
  test('§3.1 while (true) {}, for half a second', async () => {
    await expect(() => oneLoop(500)).toNotBlockLoopFor(50)
  })

  test('§3.1 while (true) {}, which never ends', async () => {
    await expect(() => {
      while (true) {}
    }).toNotBlockLoopFor(50)
  })

  test('§4.1 while (true) await Promise.resolve()', async () => {
    await expect(async () => {
      while (true) await Promise.resolve()
    }).toNotBlockLoopFor(50)
  })

  test('§4.1 an async function that awaits resolved promises', async () => {
    await expect(() => bad(300)).toYieldToPoll()
  })

  test('JSON.parse of a large text', async () => {
    const json = JSON.stringify(indexEntries(200_000))
    await expect(() => parseIndex(json)).toNotBlockLoopFor(50)
  })

  test('gzipSync of an export', async () => {
    const data = Buffer.from(ordersCsv(300_000))
    await expect(() => compressSync(data)).toNotBlockLoopFor(50)
  })

  test('scryptSync in a login', async () => {
    const login = () => scryptSync('hunter2', 'salt', 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 })
    await expect(login).toNotBlockLoopFor(50)
  })
})

describe('lets the loop go on', () => {
  test('§10.2 the only safe infinite loop, for 1,000 turns', async () => {
    await expect(() => loop(1000)).toYieldAtLeast(1000)
  })

  test('gzip of the same export', async () => {
    const data = Buffer.from(ordersCsv(300_000))
    await expect(() => compress(data)).toNotBlockLoopFor(100)
  })
})
