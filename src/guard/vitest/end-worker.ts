import { writeSync } from 'node:fs'
import process from 'node:process'
import { isMainThread } from 'node:worker_threads'
import type { LoopBlockedError } from '../finding.ts'

const STDERR = 2

/** Ends the worker of a runner that waits for what was stopped, as for the end of a fixture, and would for ever. */
export function endWorker({ stack }: LoopBlockedError): void {
  const worker = isMainThread ? 'process' : 'worker thread'
  writeSync(STDERR, `loop-canary: Vitest waits for what was stopped. Ending the ${worker}.\n${stack}\n`)
  // Vitest puts a function of its own in the place of `process.exit`.
  ;(process as unknown as { reallyExit(code: number): void }).reallyExit(1)
}
