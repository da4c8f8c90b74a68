import { describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, type TestRun } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'

/** As it is with the defaults of Vitest, Jest and the guard, of 5 s each: all are over at the same moment. */
const LIMIT_MS = 1000

const spec = (host: string): string => `
${host && `import { test } from '${host}'`}

test('fails: a loop', () => {
  while (true) {} // forever
})
test('fails: microtasks', async () => {
  while (true) await null
})
test('fails: its own limit', () => new Promise(() => {}))
test('passes: the next one', () => new Promise((resolve) => setTimeout(resolve, ${LIMIT_MS} / 5)))
`

function expectStopped(run: TestRun, failures: Failures): void {
  expect(run.text).not.toMatch(/Unhandled|Errors/)
  expect(run.verdicts).toEqual({
    'fails: a loop': 'failed',
    'fails: microtasks': 'failed',
    'fails: its own limit': 'failed',
    'passes: the next one': 'passed',
  })
  expect(failures['fails: a loop']).toMatch(
    /^LoopBlockedError: [\s\S]*stopped after .* \(loop\.test\.js:5\) never handed back/,
  )
  expect(failures['fails: microtasks']).toMatch(
    /^LoopBlockedError: [\s\S]*stopped after .* \(loop\.test\.js:8\) never handed back/,
  )
  const told = /timed out in|timeout of/
  // What only waits is told by the runner, as ever.
  expect(Object.keys(failures).filter((name) => told.test(failures[name]!))).toEqual(['fails: its own limit'])
  expect({ exitCode: run.exitCode, hung: run.hung }).toEqual({ exitCode: 1, hung: false })
}

describe('what never ends is told with its line where the runner’s own limit is over at the same moment', () => {
  test.each(['forks', 'threads'])('in Vitest, %s', async (pool) => {
    const project = createProject(`vitest/guard-time-limits-${pool}`, {
      'loop.test.js': spec('vitest'),
      'vitest.config.js': `
        import { loopCanary } from 'loop-canary/guard/vitest'
        export default { plugins: [loopCanary({ stopAfter: ${LIMIT_MS} })], test: { testTimeout: ${LIMIT_MS} } }
      `,
    })
    const run = await project.vitest(`--pool=${pool}`)
    expectStopped(run, readFailures('vitest', run.text))
  })

  test('in Jest', async () => {
    const project = createProject('jest/guard-time-limits', {
      ...jestSetUp,
      'loop.test.js': spec(''),
      'jest.config.json': JSON.stringify({
        ...JSON.parse(jestSetUp['jest.config.json']),
        testEnvironment: 'loop-canary/guard/jest',
        testEnvironmentOptions: { loopCanary: { stopAfter: LIMIT_MS } },
        testTimeout: LIMIT_MS,
      }),
    })
    const run = await project.jest()
    expectStopped(run, readFailures('jest', run.text))
  })
})
