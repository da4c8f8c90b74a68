import { join } from 'node:path'
import { expect } from 'vitest'
import type { Diagnosis, Stops } from '../../src/doctor/diagnosis.ts'
import { root } from '../support/package.ts'
import { type Ended, runProgram } from '../support/program.ts'

/** The command as it is built. */
export const cli: string = join(root, 'dist/cli.js')

export function runCli(args: string[], flags: string[] = [], env: Record<string, string> = {}): Promise<Ended> {
  return runProgram(cli, { args, flags, env })
}

/** What `doctor --json` says on a Node with such flags, and that nothing else is said. */
export async function diagnose(flags: string[] = []): Promise<Diagnosis> {
  const { stdout, stderr, exitCode } = await runCli(['doctor', '--json'], flags)
  expect(stderr).toBe('')
  const diagnosis: Diagnosis = JSON.parse(stdout)
  expect(exitCode, stdout).toBe(diagnosis.problems.length === 0 ? 0 : 1)
  return diagnosis
}

/** Which runaways were stopped. */
export const stopped = (stops: Stops): Record<string, boolean> =>
  Object.fromEntries(Object.entries(stops).map(([name, stop]) => [name, stop.stopped]))

export const ALL = { sync: true, microtasks: true, nextTicks: true, laterTurn: true }
export const NONE = { sync: false, microtasks: false, nextTicks: false, laterTurn: false }
/** Node's own time limit for a call ends that one. */
export const CALL_ONLY = { ...NONE, sync: true }
