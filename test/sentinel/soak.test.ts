import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProgram } from '../support/program.ts'

/** `RUNAWAYS=500` for a longer one. */
const RUNAWAYS = process.env.RUNAWAYS ?? '60'

test(`${RUNAWAYS} runaways in one process are all stopped, and leave nothing behind`, async () => {
  const { stdout, stderr, exitCode } = await runProgram(join(import.meta.dirname, 'fixtures/soak.mjs'), {
    flags: ['--expose-gc'],
    args: [RUNAWAYS],
  })
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  const { wrong, before, after } = JSON.parse(stdout)
  expect(wrong).toEqual([])
  const { heapMiB, rssMiB, ...kept } = after
  // libuv starts the threads of its pool as they are needed.
  expect(kept).toEqual({ threads: before.threads, files: before.files, handles: before.handles })
  expect(heapMiB).toBeLessThan(before.heapMiB + 5)
  expect(rssMiB).toBeLessThan(before.rssMiB + 150)
})
