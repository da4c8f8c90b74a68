import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CHILD_LIMIT_MS } from '../support/limits.ts'
import { runProgram } from '../support/program.ts'

/** `RUNAWAYS=500` for a longer one. */
const RUNAWAYS = process.env.RUNAWAYS ?? '60'

/** A runaway is stopped after 0.1 s of its own, and a busy machine takes its time. */
const LIMIT_MS = Math.max(CHILD_LIMIT_MS, Number(RUNAWAYS) * 4000)

test(`${RUNAWAYS} runaways in one process are all stopped, and leave nothing behind`, {
  timeout: LIMIT_MS + 60_000,
}, async () => {
  const { stdout, stderr, exitCode } = await runProgram(join(import.meta.dirname, 'fixtures/soak.mjs'), {
    flags: ['--expose-gc'],
    args: [RUNAWAYS],
    timeout: LIMIT_MS,
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
