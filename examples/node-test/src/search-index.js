import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** The index as one JSON array. */
export function parseIndex(json) {
  return new Map(JSON.parse(json).map((entry) => [entry.id, entry]))
}

/** The index as a file with one JSON document a line, read a chunk at a time. */
export async function loadIndex(file) {
  const index = new Map()
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const entry = JSON.parse(line)
    index.set(entry.id, entry)
  }
  return index
}
