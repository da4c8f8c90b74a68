import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

export interface Entry {
  id: number
  title: string
}

/** The index as one JSON array. */
export function parseIndex(json: string): Map<number, Entry> {
  const entries: Entry[] = JSON.parse(json)
  return new Map(entries.map((entry) => [entry.id, entry]))
}

/** The index as a file with one JSON document a line, read a chunk at a time. */
export async function loadIndex(file: string): Promise<Map<number, Entry>> {
  const index = new Map<number, Entry>()
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const entry: Entry = JSON.parse(line)
    index.set(entry.id, entry)
  }
  return index
}
