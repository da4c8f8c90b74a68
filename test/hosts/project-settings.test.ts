import { describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, type TestRun } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'

const SCALED = { scale: 10, strict: true, stopAfter: 200 }
const GUARD = { ...SCALED, maxStall: 10 }

/** Stops this process while it waits for a child: nobody can tell how much of the wait was the child's. */
const STAND_STILL = `
import { execSync } from 'node:child_process'
import { block } from './subjects.js'
const standStill = () => void execSync('sleep 0.1; kill -STOP $PPID; sleep 0.4; kill -CONT $PPID; sleep 0.1')
`

/** @param expectation - `notBlock` is a matcher there */
const matchers = (expectation: string): string => `${expectation}
${STAND_STILL}
test('passes: within its budget', () => notBlock(() => block(50), 25))
test('fails: beyond its budget', () => notBlock(() => block(250), 5))
test('fails: in doubt', () => notBlock(standStill, 5))
test('fails: stopped', () => notBlock(() => { for (;;); }, 5))
`

const guarded = (host: string): string => `import { test } from '${host}'
${STAND_STILL}
test('passes: below the guard’s limit', () => block(20))
test('fails: above the guard’s limit', () => block(400))
test('fails: in doubt, to the guard', standStill)
`

const IN_NODE_TEST = `
import { test } from 'node:test'
import { assertNotBlockLoopFor } from 'loop-canary/node-test'
const notBlock = (subject, ms) => assertNotBlockLoopFor(subject, ms, { timeout: 60_000 })
`

const SCALE = 'loop-canary: every budget was multiplied by 10 (`scale`)'

function expectSettings(run: TestRun, failures: Failures): void {
  expect(run.verdicts, run.text).toMatchObject({
    'passes: within its budget': 'passed',
    'fails: beyond its budget': 'failed',
    'fails: in doubt': 'failed',
    'fails: stopped': 'failed',
  })
  const limit = 'Expected: the event loop free at least every 50 ms (5 ms × 10)\nReceived: blocked for <ms>'
  expect(failures['fails: beyond its budget']).toContain(limit)
  expect(failures['fails: in doubt']).toContain('Received: inconclusive: blocked for <ms>')
  // By default that would be after 1000 ms, and here it is after 2000, of which a busy machine has some for the looks.
  const [, stoppedAfter] = /Received: stopped after (\d+) ms/.exec(run.text) ?? []
  expect(Number(stoppedAfter)).toBeGreaterThan(1200)
  expect(Number(stoppedAfter)).toBeLessThan(5000)
}

function expectGuarded(run: TestRun, failures: Failures): void {
  expect(run.verdicts, run.text).toMatchObject({
    'passes: below the guard’s limit': 'passed',
    'fails: above the guard’s limit': 'failed',
    'fails: in doubt, to the guard': 'failed',
  })
  const limit = "Expected: the event loop free at least every 100 ms (the guard's `maxStall`, 10 ms × 10)\nReceived: "
  expect(failures['fails: above the guard’s limit']).toContain(`${limit}blocked for <ms>`)
  expect(failures['fails: in doubt, to the guard']).toMatch(
    /The test may have blocked the event loop\n[\s\S]*Received: inconclusive: blocked for .* to \d+ ms.*; .*suspended for \d+ ms/,
  )
  expect(run.text).toMatch(
    /loop-canary: 1 stall was inconclusive: nobody can tell whether it was of 100 ms or longer\n.*up to \d+ ms {2}\S+ > fails: in doubt, to the guard/,
  )
  expect(run.text).toContain(SCALE)
}

describe('what holds for a whole project is said in one place', () => {
  const plugin = (guard: object): string => `
    import { loopCanary } from 'loop-canary/guard/vitest'
    export default {
      plugins: [loopCanary(${JSON.stringify(guard)})],
      test: { testTimeout: 60_000, setupFiles: ['loop-canary/vitest'], reporters: ['default', 'loop-canary/reporter/vitest'] },
    }
  `
  const notBlock = 'const notBlock = (subject, ms) => expect(subject).toNotBlockLoopFor(ms)'
  const inVitest = {
    'matchers.test.js': matchers(`import { expect, test } from 'vitest'\n${notBlock}`),
    'guard.test.js': guarded('vitest'),
  }
  const inVitestFailures = ({ text }: TestRun): Failures => readFailures('vitest', text)

  test('the plugin, in Vitest', async () => {
    const run = await createProject('vitest/settings', { ...inVitest, 'vitest.config.js': plugin(GUARD) }).vitest()
    expectSettings(run, inVitestFailures(run))
    expectGuarded(run, inVitestFailures(run))
  })

  test('the plugin of a guard that is off, in Vitest', async () => {
    const config = plugin({ ...GUARD, mode: 'off' })
    const project = createProject('vitest/settings-off', { ...inVitest, 'vitest.config.js': config })
    const run = await project.vitest('matchers.test.js', '--reporter=loop-canary/reporter/vitest')
    expectSettings(run, inVitestFailures(run))
    expect(run.text).toContain(SCALE)
  })

  test('`configure` in a set-up file, which comes before the plugin', async () => {
    const project = createProject('vitest/settings-configured', {
      ...inVitest,
      'set-up.js': `import { configure } from 'loop-canary'\nconfigure(${JSON.stringify(SCALED)})\n`,
      'vitest.config.js': plugin({ mode: 'off', scale: 2, strict: false, stopAfter: 3000 }).replace(
        "['loop-canary/vitest']",
        "['./set-up.js', 'loop-canary/vitest']",
      ),
    })
    const run = await project.vitest('matchers.test.js', '--reporter=loop-canary/reporter/vitest')
    expectSettings(run, inVitestFailures(run))
    expect(run.text).toContain(SCALE)
  })

  test('the options of the environment, in Jest', async () => {
    const project = createProject('jest/settings', {
      'matchers.test.js': matchers(notBlock),
      'guard.test.js': guarded('@jest/globals'),
      'transform.cjs': jestSetUp['transform.cjs'],
      'jest.config.json': JSON.stringify({
        ...JSON.parse(jestSetUp['jest.config.json']),
        testEnvironment: 'loop-canary/guard/jest',
        testEnvironmentOptions: { loopCanary: GUARD },
        reporters: ['default', 'loop-canary/reporter/jest'],
      }),
    })
    const run = await project.jest()
    expectSettings(run, readFailures('jest', run.text))
    expectGuarded(run, readFailures('jest', run.text))
  })

  test('the package.json, in node:test; and the environment comes first', async () => {
    const files = {
      'matchers.test.js': matchers(IN_NODE_TEST),
      'guard.test.js': guarded('node:test'),
      'package.json': JSON.stringify({ type: 'module', 'loop-canary': { ...GUARD, scale: 3 } }),
    }
    const project = createProject('node-test/settings', files, undefined, { LOOP_CANARY_SCALE: '10' })
    const run = await project.nodeTest('--import', 'loop-canary/guard/node-test')
    expectSettings(run, readFailures('nodeTest', run.text))
    expectGuarded(run, readFailures('nodeTest', run.text))
  })
})

test('a scale from the environment that is none is refused', async () => {
  const files = {
    'matchers.test.js': matchers(IN_NODE_TEST),
  }
  const project = createProject('node-test/settings-bad', files, undefined, { LOOP_CANARY_SCALE: 'slow' })
  const run = await project.nodeTest('--test-name-pattern=within')
  expect(readFailures('nodeTest', run.text)['passes: within its budget']).toMatch(
    /^TypeError: Expected the environment variable LOOP_CANARY_SCALE to be a positive number, got `"slow"` \(string\)\n.*matchers\.test\.js:/,
  )
})
