import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProgram } from '../support/program.ts'

/** V8 optimizes soon, and is long at putting functions into one another: in the middle of that a pause used to end Node 22, one in twenty. */
const FLAGS = [
  '--invocation-count-for-turbofan=50',
  '--max-optimized-bytecode-size=1000000',
  '--stress-inline',
  '--max-inlined-bytecode-size-small=0',
  '--max-inlined-bytecode-size-cumulative=5000',
  '--min-inlining-frequency=0',
]

const RUNAWAYS = 40

test('what V8 is about to optimize is stopped, and the process goes on', async () => {
  const { stdout, stderr, exitCode } = await runProgram(join(import.meta.dirname, 'fixtures/hot.mjs'), {
    flags: FLAGS,
    args: [`${RUNAWAYS}`],
  })
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(JSON.parse(stdout)).toEqual(Array(RUNAWAYS).fill('stopped'))
})
