import { writeSync } from 'node:fs'
import process from 'node:process'
import { mailbox } from './mailbox.ts'
import { countInconclusive } from './reporter/summary.ts'

const STDERR = 2

// A test may patch `node:fs`, and put its patch away too late.
const write = writeSync

let count = 0

/**
 * Counts an inconclusive assertion of this thread. Where no reporter tells how many there were, it is told when the thread
 * ends.
 */
export function noteInconclusive(): void {
  if (mailbox() || count++ > 0) return
  process.once('exit', print)
}

function print(): void {
  try {
    write(STDERR, `${countInconclusive(count)}\n`)
  } catch {
    // Nobody is there to read it.
  }
}
