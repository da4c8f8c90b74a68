import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { root, sandbox } from '../support/package.ts'
import { createProject } from '../support/runner.ts'

const parent = join(sandbox, 'vitest-with-limit')

/** What a worker of Vitest 3 waits for an answer of its runner, 60 s there. In 4 and 5 it waits for ever. */
const LIMIT_MS = 3000

beforeAll(() => {
  const copy = join(parent, 'node_modules/vitest')
  rmSync(parent, { recursive: true, force: true })
  cpSync(join(root, 'node_modules/vitest'), copy, { recursive: true })
  const chunks = join(copy, 'dist/chunks')
  const chunk = join(chunks, readdirSync(chunks).find((name) => /^rpc\..*\.js$/.test(name))!)
  const source = readFileSync(chunk, 'utf8')
  expect(source).toContain('timeout: -1,')
  writeFileSync(chunk, source.replace('timeout: -1,', `timeout: ${LIMIT_MS},`))
})

describe('a test that holds its worker for longer than that waits for an answer', () => {
  const files = (guard: string): Record<string, string> => ({
    'csv.test.js': `
      import { test } from 'vitest'
      import { hold } from './subjects.js'
      test('is done', () => {})
      test('imports', () => hold(${1.5 * LIMIT_MS}))
      test('goes on', () => {})
    `,
    'vitest.config.js': `
      import { loopCanary } from 'loop-canary/guard/vitest'
      export default { plugins: [${guard}], test: { testTimeout: 60_000 } }
    `,
  })

  test('without a guard all is green, the run dies of it, and nobody knows which', async () => {
    const run = await createProject('plain', files(''), parent).vitest()
    expect(run.verdicts, run.text).toEqual({ 'is done': 'passed', imports: 'passed', 'goes on': 'passed' })
    expect(run.exitCode).toBe(1)
    expect(run.text).toContain('Error: [birpc] timeout on calling "onTaskUpdate"')
  })

  test('the guard names it instead, with its line', async () => {
    const guard = 'loopCanary({ stopAfter: 150 })'
    const run = await createProject('guarded', files(guard), parent).vitest()
    expect(run.verdicts, run.text).toEqual({ 'is done': 'passed', imports: 'failed', 'goes on': 'passed' })
    expect(run.text).not.toContain('onTaskUpdate')
    expect(run.text).toMatch(/FAIL {2}csv\.test\.js > imports\nLoopBlockedError: The test blocked the event loop\n/)
    expect(run.text).toMatch(/^ ❯ csv\.test\.js:5:\d+$/m)
  })
})
