import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import 'loop-canary/node-test'
import { loadIndex, parseIndex } from '../src/search-index.js'

const entries = Array.from({ length: 200_000 }, (_, id) => ({
  id,
  title: `Document ${id}`,
  author: { name: `Author ${id % 997}`, email: `author${id % 997}@example.com` },
  tags: ['loop', 'turn', 'poll'],
  score: id / 7,
}))
const json = JSON.stringify(entries)
const file = join(mkdtempSync(join(tmpdir(), 'loop-canary-example-')), 'index.ndjson')
writeFileSync(file, entries.map((entry) => JSON.stringify(entry)).join('\n'))

test('JSON.parse of a large text blocks', async (t) => {
  await t.assert.blockLoopFor(() => parseIndex(json), 50)
})

test('one document a line, read in chunks, lets the loop go on', async (t) => {
  // Slow machines may take longer than the 4 s that is the default where no runner tells its time limit.
  const options = { timeout: 30_000 }
  await t.assert.yieldAtLeast(() => loadIndex(file), 100, options)
})
