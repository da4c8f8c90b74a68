import { expect, test } from 'vitest'
import { loadIndex, parseIndex } from '../src/search-index.ts'
import { indexEntries, temporaryFile } from './sample-data.ts'

const entries = indexEntries(200_000)
const json = JSON.stringify(entries)
const file = temporaryFile('index.ndjson', entries.map((entry) => JSON.stringify(entry)).join('\n'))

test('JSON.parse of a large text blocks', async () => {
  await expect(() => parseIndex(json)).toBlockLoopFor(50)
})

test('one document a line, read in chunks, lets the loop go on', async () => {
  await expect(() => loadIndex(file)).toYieldAtLeast(100)
})
