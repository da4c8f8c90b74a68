import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProgram } from '../support/program.ts'

test('where Node’s time limit of a call and a stop come together, nothing is left behind by half', async () => {
  const { stdout, stderr, exitCode } = await runProgram(join(import.meta.dirname, 'fixtures/late-limit.mjs'), {
    flags: ['--disable-warning=ExperimentalWarning'],
  })
  // It ends by itself: no immediate is counted that nobody calls.
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(JSON.parse(stdout)).toEqual({
    code: 'ERR_SCRIPT_EXECUTION_TIMEOUT',
    wasInTheMiddle: true,
    captures: false,
    monitors: 1,
  })
})
