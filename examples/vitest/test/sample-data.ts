import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Entry } from '../src/search-index.ts'

/** About 100 bytes a row, with the quotes and commas that a real export has. */
export function ordersCsv(rows: number): string {
  const lines = ['id,date,customer,product,quantity,price,currency,country,note']
  for (let id = 0; id < rows; id++) {
    lines.push(
      `${id},2026-01-${(id % 28) + 1},Customer ${id % 997},"Lamp ""${id % 313}"", blue",${id % 9},19.90,EUR,BE,"Bell, floor ${id}"`,
    )
  }
  return lines.join('\n')
}

export function indexEntries(count: number): Entry[] {
  return Array.from({ length: count }, (_, id) => ({
    id,
    title: `Document ${id}`,
    author: { name: `Author ${id % 997}`, email: `author${id % 997}@example.com` },
    tags: ['loop', 'turn', 'poll'],
    score: id / 7,
  }))
}

/** Writes a file into a new temporary folder, which is gone after the tests, and returns its path. */
export function temporaryFile(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'loop-canary-example-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}
