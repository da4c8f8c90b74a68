import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { FLUSH_COMPILERS } from '../../src/sentinel/compilers.ts'
import { offerHelp } from '../../src/sentinel/help.ts'
import { createShared } from '../../src/sentinel/protocol.ts'
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

test('the function that nobody calls is found, whatever the garbage collector has taken of it', async () => {
  offerHelp(createShared())
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const session = new Session()
  session.connect()
  try {
    for (let round = 0; round < 5; round++) {
      collectGarbage()
      await session.post('Debugger.enable')
      const { locations } = (await session.post(...FLUSH_COMPILERS)) as unknown as { locations: unknown[] }
      await session.post('Debugger.disable')
      expect(locations).toHaveLength(1)
    }
  } finally {
    session.disconnect()
  }
})
