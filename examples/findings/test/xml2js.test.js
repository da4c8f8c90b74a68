import { expect, test } from 'vitest'
import { parse, parseInChunks } from '../src/xml2js.js'
import { immediatesDuring } from './immediates.js'
import { xmlFeed } from './sample-data.js'

const xml = xmlFeed(10_000)
const CHUNKS = Math.ceil(xml.length / 10_000)

test('parseStringPromise parses on the spot', async () => {
  await expect(() => parse(xml)).not.toYieldToPoll({ stopAfter: false })
  expect(await immediatesDuring(() => parse(xml))).toBe(0)
})

test('with `async: true` it yields before each chunk, and reads the same', async () => {
  await expect(() => parseInChunks(xml)).toYieldAtLeast(CHUNKS)
  expect(await parseInChunks(xml)).toEqual(await parse(xml))
})
