import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { CHILD_LIMIT_MS } from './limits.ts'

/** How a program ended, and what it wrote. */
export interface Ended {
  stdout: string
  stderr: string
  exitCode: number | null
  signal: NodeJS.Signals | null
}

/** Runs a program of one file; one that does not end by itself is killed, which `signal` tells. */
export async function runProgram(
  file: string,
  { flags = [] as string[], args = [] as string[], env = {} as Record<string, string>, timeout = CHILD_LIMIT_MS } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [...flags, file, ...args], { env, timeout })
  const closed = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (...how) => resolve(how))
  })
  const [stdout, stderr, [exitCode, signal]] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { stdout, stderr, exitCode, signal }
}
