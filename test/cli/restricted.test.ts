import { expect, test } from 'vitest'
import { CALL_ONLY, diagnose, NONE, runCli, stopped } from './cli.ts'

const PERMISSION = ['--permission', '--allow-fs-read=*', '--no-warnings']
const INSPECT = ['--inspect=127.0.0.1:0', '--inspect-publish-uid=http']

test('where neither processes nor threads may be started, it says that nothing was tried, and why', async () => {
  const { sentinel, runaways, problems } = await diagnose(PERMISSION)
  expect(sentinel.started).toBe(false)
  expect([stopped(runaways.main), stopped(runaways.worker)]).toEqual([NONE, NONE])
  expect(problems).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^The sentinel does not start: .*--allow-worker/),
      expect.stringMatching(
        /^Not stopped in the main thread and in a worker thread: anything\. The reason: not tried, .*--allow-child-process/,
      ),
    ]),
  )
})

test('where no threads may be started, only the call itself is stopped', async () => {
  const { sentinel, runaways, problems } = await diagnose([...PERMISSION, '--allow-child-process'])
  expect(sentinel.started).toBe(false)
  expect([stopped(runaways.main), stopped(runaways.worker)]).toEqual([CALL_ONLY, NONE])
  expect(problems).toContainEqual(
    expect.stringMatching(
      /^Not stopped in the main thread: a microtask loop, a nextTick loop, a loop in a later turn\. The reason: .*--allow-worker/,
    ),
  )
})

test('where the inspector is not permitted, only the call itself is stopped', async () => {
  const { sentinel, runaways, problems } = await diagnose([...PERMISSION, '--allow-child-process', '--allow-worker'])
  expect(sentinel.started).toBe(true)
  expect([stopped(runaways.main), stopped(runaways.worker)]).toEqual([CALL_ONLY, CALL_ONLY])
  expect(problems).toContainEqual(expect.stringMatching(/the inspector is not permitted, see --allow-inspector/))
})

test('under --inspect nothing is stopped, because a debugger may be attached', async () => {
  const { stdout, exitCode } = await runCli(['doctor'], INSPECT)
  expect(exitCode).toBe(1)
  expect(stdout.match(/✖ not stopped/g)).toHaveLength(8)
  expect(stdout.replace(/\s+/g, ' ')).toContain('anything. The reason: a debugger may be attached:')
})
