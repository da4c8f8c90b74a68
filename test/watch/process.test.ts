import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runProgram } from '../support/program.ts'

async function run(program: string, options: Parameters<typeof runProgram>[1] = {}) {
  const file = join(import.meta.dirname, 'fixtures', program)
  const { stdout, stderr, exitCode } = await runProgram(file, options)
  expect(exitCode, stderr).toBe(0)
  return { stdout, stderr }
}

test.each([
  ['an ES module', 'watch-and-end.mjs'],
  ['a CommonJS module', 'watch-and-end.cjs'],
])('after the last watch the process ends by itself: %s', async (_what, program) => {
  expect(await run(program)).toEqual({ stdout: 'resolved 1 1\n', stderr: '' })
})

test('a subject that will never settle does not keep the process', async () => {
  expect(await run('abandon.mjs')).toEqual({ stdout: 'pending\n', stderr: '' })
})

test('while it watches, the process goes on, though the subject holds nothing that would keep it', async () => {
  expect(await run('watch-what-nothing-keeps-alive.mjs')).toEqual({ stdout: 'resolved\n', stderr: '' })
})

test('where no thread may be started, the watch says what it could not measure', async () => {
  const { stdout } = await run('watch-without-threads.mjs', { flags: ['--permission', '--allow-fs-read=*'] })
  const { outcome, limitations, worker, pollVisits } = JSON.parse(stdout)
  expect(outcome).toEqual({ kind: 'resolved' })
  expect(pollVisits).toBe(1)
  expect(worker).toBeNull()
  expect(limitations).toContainEqual(expect.stringMatching(/^no sentinel thread \(.+\)$/))
  expect(limitations).toContainEqual(expect.stringMatching(/^no worker canary \(.+\)$/))
})

describe('while sinon fakes all of Node’s timers, clocks and ticks', () => {
  test.each([
    ['loaded before', ['after']],
    ['loaded afterwards', ['before']],
    ['loaded before, time advancing by itself', ['after', 'advance']],
    ['loaded afterwards, time advancing by itself', ['before', 'advance']],
  ])('functions are watched as ever: %s', async (_when, args) => {
    const { stdout } = await run('watch-while-time-is-faked.mjs', { args })
    expect(stdout).toBe('resolved returned pending 3 1 true\n')
  })
})

test.each([
  ['0', 1],
  ['7', 7],
])('a subject that ends the process with %s makes it fail, and is told', async (code, exitCode) => {
  const ended = await runProgram(join(import.meta.dirname, 'fixtures/exit-in-the-subject.mjs'), { args: [code] })
  expect(ended).toEqual({
    exitCode,
    signal: null,
    stdout: '',
    stderr: 'loop-canary: the process was ended while a function was watched, so there is no verdict on it.\n',
  })
})
