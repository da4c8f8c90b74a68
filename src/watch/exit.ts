import { writeSync } from 'node:fs'
import process from 'node:process'

const STDERR = 2

// A subject may patch `node:fs`, and end the process.
const write = writeSync

/**
 * Makes a process fail that ends in the middle of a watch: runners that see nothing but its exit code would take the
 * missing verdict for a pass.
 *
 * @returns what to call when the watch is over
 */
export function failOnExit(): () => void {
  const fail = (code: number): void => {
    if (code === 0) process.exitCode = 1
    try {
      write(STDERR, 'loop-canary: the process was ended while a function was watched, so there is no verdict on it.\n')
    } catch {
      // Nobody is there to read it.
    }
  }
  process.once('exit', fail)
  return () => process.off('exit', fail)
}
