import { describe, expect, test } from 'vitest'
import { createProject, specFiles } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'

/** A test that starts a runner of its own, with the environment that it has itself, and passes on what that writes. */
const outer = (host: string, ...args: string[]): string => `
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { test } from '${host}'

test('starts a runner', async () => {
  const ended = promisify(execFile)(process.execPath, ${JSON.stringify(args)}, { cwd: 'inner' })
  // With an exit code of 1, because a test of it fails.
  const { stdout, stderr } = await ended.catch((error) => error)
  process.stdout.write((stdout + stderr).replaceAll('loop-canary', 'inner'))
}, 60_000)
`

const inFolder = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`inner/${name}`, content]))

describe('what a runner that a test has started has to tell, it tells itself, and not to the reporter of the test', () => {
  test('node:test in Vitest: how many assertions were inconclusive', async () => {
    const subjects = "export * from '../subjects.js'"
    const project = createProject('vitest/runner-in-a-test', {
      'outer.test.js': outer('vitest', '--test', 'inconclusive.test.js'),
      ...inFolder({
        ...specFiles('node-test-inconclusive', ''),
        'subjects.js': subjects,
        'package.json': '{ "type": "module" }',
      }),
      'vitest.config.js': "export default { test: { include: ['outer.test.js'] } }",
    })
    const run = await project.vitest('--reporter=loop-canary/reporter/vitest')
    expect(run.exitCode, run.text).toBe(0)
    expect(run.text).toContain('inner: 2 assertions were inconclusive')
    expect(run.text).not.toContain('loop-canary: ')
  })

  test('Jest in Jest: what the guard has found', async () => {
    const { 'transform.cjs': transform, 'jest.config.json': config } = jestSetUp
    const guarded = { ...JSON.parse(config), setupFilesAfterEnv: [], testEnvironment: 'loop-canary/guard/jest' }
    const jest = '../../../../../node_modules/jest/bin/jest.js'
    const inner =
      "import { test } from '@jest/globals'\nimport { block } from '../subjects.js'\ntest('inner: blocks', () => block(500))\n"
    const project = createProject('jest/runner-in-a-test', {
      'outer.test.js': outer('@jest/globals', jest, '--no-watchman', '--runInBand'),
      ...inFolder({ 'inner.test.js': inner, 'jest.config.json': JSON.stringify(guarded), 'transform.cjs': transform }),
      'package.json': '{}',
      'transform.cjs': transform,
      'jest.config.json': JSON.stringify({
        ...guarded,
        testMatch: ['<rootDir>/outer.test.js'],
        reporters: ['default', 'loop-canary/reporter/jest'],
      }),
    })
    const run = await project.jest('--workerIdleMemoryLimit=1GB')
    expect(run.text).toContain('The test blocked the event loop')
    expect(run.text).not.toMatch(/^loop-canary: /m)
  })
})
