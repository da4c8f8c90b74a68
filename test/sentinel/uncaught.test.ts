import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProgram } from '../support/program.ts'

const stopped = { timer: 'stopped', tick: 'stopped', immediate: 'stopped' }

// Node ends the process when a callback is unwound and its async id is not.
test.for([
  ['monitor', []],
  ['domain', []],
  ['capture', ['loop-canary', 'loop-canary', 'loop-canary']],
] as const)('a runaway is stopped where errors go to a %s', async ([listener, heard]) => {
  const program = join(import.meta.dirname, 'fixtures/uncaught.mjs')
  const { stdout, stderr, exitCode } = await runProgram(program, { args: [listener] })
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(JSON.parse(stdout)).toEqual({ stopped, heard, isAsItWas: true })
})
