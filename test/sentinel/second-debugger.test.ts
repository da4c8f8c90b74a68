import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProgram } from '../support/program.ts'

test('a debugger that is switched on while the thread is paused does not take that pause for its own', async () => {
  const { stdout, stderr, exitCode } = await runProgram(join(import.meta.dirname, 'fixtures/second-debugger.mjs'))
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(JSON.parse(stdout)).toEqual({ heardOfTheFirst: 0, heardOfItsOwn: true })
})
