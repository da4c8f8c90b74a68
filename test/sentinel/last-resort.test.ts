import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProgram } from '../support/program.ts'

test('what nothing can stop ends the process, and says why', async () => {
  // Its output ends when what it waits for has ended as well.
  const ended = await runProgram(join(import.meta.dirname, 'fixtures/watch.mjs'), { args: ['a child without end'] })
  expect(ended).toMatchObject({ stdout: '', signal: 'SIGKILL' })
  expect(ended.stderr).toMatch(
    /^loop-canary: a function has blocked the event loop in a call of child_process\.execFileSync, which cannot be stopped\. Ending the process\.\n {2}while this ran: the function a child without end\n/,
  )
})

test('a process that blocks for ever does not outlive the one that has started it', async () => {
  // Its output ends when both have.
  const ended = await runProgram(join(import.meta.dirname, 'fixtures/parent.mjs'))
  expect(ended.signal).toBe('SIGKILL')
  expect(ended.stderr).toMatch(
    /^loop-canary: a function has blocked the event loop of a process whose parent has ended\. Ending it as well\.\n/,
  )
  expect(ended.stderr).toMatch(/^ {4}at .*orphan\.mjs:6:\d+\)?$/m)
})

test('nor where nobody reads its standard error any more', async () => {
  const ended = await runProgram(join(import.meta.dirname, 'fixtures/parent.mjs'), { args: ['pipe'] })
  expect(ended.signal).toBe('SIGKILL')
})
