import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProgram } from '../support/program.ts'

test('what nothing can stop ends the process, and says why', async () => {
  const ended = await runProgram(join(import.meta.dirname, 'fixtures/watch.mjs'), { args: ['a child without end'] })
  expect(ended).toMatchObject({ stdout: '', signal: 'SIGKILL' })
  expect(ended.stderr).toMatch(
    /^loop-canary: a function has blocked the event loop in a call that cannot be stopped\. Ending the process\.\n/,
  )
})
