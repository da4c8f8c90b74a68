import { unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { unzipWithFflate, zipInTurns, zipWithFflate, zipWithJszip } from '../src/zip.js'
import { immediatesDuring } from './immediates.js'
import { jsonFiles } from './sample-data.js'

const FILES = 50
const files = jsonFiles(FILES)

test('all three archives have the same files', async () => {
  const few = jsonFiles(3)
  for (const archive of [await zipWithFflate(few), await zipInTurns(few), await zipWithJszip(few)])
    expect(unzipSync(archive)).toEqual(few)
})

test('the asynchronous API of fflate zips small files on the spot', async () => {
  await expect(() => zipWithFflate(files)).not.toYieldToPoll({ stopAfter: false })
  expect(await immediatesDuring(() => zipWithFflate(files))).toBe(0)
})

test('and unzips them on the spot', async () => {
  const archive = zipSync(files)
  await expect(() => unzipWithFflate(archive)).not.toYieldToPoll({ stopAfter: false })
  expect(await immediatesDuring(() => unzipWithFflate(archive))).toBe(0)
})

test('its stream lets the loop go on, where each file is given a turn', async () => {
  await expect(() => zipInTurns(files)).toYieldAtLeast(FILES)
})

test('JSZip lets the loop go on', async () => {
  await expect(() => zipWithJszip(files)).toYieldAtLeast(FILES)
})
