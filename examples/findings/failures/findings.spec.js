/** These tests are meant to fail, to show how: `npm run failures`. */
import { expect, test } from 'vitest'
import { afterImmediate, lookUpAll, versions, workForever } from '../src/async.js'
import { encrypt } from '../src/ethers.js'
import { parse } from '../src/xml2js.js'
import { zipWithFflate } from '../src/zip.js'
import { cacheOf, jsonFiles, xmlFeed } from '../test/sample-data.js'

const async = versions['3.2.6']

test('async.setImmediate', async () => {
  await expect(() => afterImmediate(async)).toYieldToPoll()
})

test('async.ensureAsync', async () => {
  const cache = cacheOf(200_000)
  await expect(() => lookUpAll(async, [...cache.keys()], cache)).toYieldToPoll()
})

test('async.forever', async () => {
  await expect(() => workForever(async)).toKeepYieldingFor(200)
})

test('encrypt of ethers', async () => {
  await expect(() => encrypt('hunter2')).toYieldToPoll({ stopAfter: false })
})

test('zip of fflate', async () => {
  const files = jsonFiles(300)
  await expect(() => zipWithFflate(files)).toNotBlockLoopFor(50, { stopAfter: false })
})

test('parseStringPromise of xml2js', async () => {
  const xml = xmlFeed(20_000)
  await expect(() => parse(xml)).toNotBlockLoopFor(50, { stopAfter: false })
})
