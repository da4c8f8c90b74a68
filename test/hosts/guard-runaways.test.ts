import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, IN_WORKERS, type Project, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'
import { type Verdicts, wrongVerdicts } from '../support/verdicts.ts'
import { jest29 } from '../support/versions.ts'
import { waysHere } from '../support/ways.ts'

const FILE = 'suite.test.js'
const TESTS = 200
const RUNAWAYS = 20

/** Beside these, in Vitest, which alone has hooks around tests. */
const AROUND_TESTS = 10
const AROUND_RUNAWAYS = 8

const guard = { maxStall: 100, stopAfter: 200 }

/** The places that block, by the test that they block. */
const blocking = new Map<string, string[]>()
for (const path of [`guard-runaways/${FILE}`, 'guard-runaways-around/around.test.js']) {
  const file = basename(path)
  const lines = readFileSync(new URL(`specs/${path}`, import.meta.url), 'utf8').split('\n')
  for (const [index, line] of lines.entries()) {
    const name = /blocks: (.*)$/.exec(line)?.[1]
    if (name) blocking.set(name, [...(blocking.get(name) ?? []), `${file}:${index + 1}`])
  }
}

/** The first place in a spec file that a failure shows behind its message. */
function shownPlace(failure: string): string | undefined {
  const [, ...behind] = failure.split(/^(?= *(?:❯|at|> \d))/m)
  return /\w+\.test\.js:\d+/.exec(behind.join(''))?.[0]
}

function expectStopped(run: TestRun, failures: Failures, tests: number = TESTS, runaways: number = RUNAWAYS): void {
  expect(run.hung).toBe(false)
  expect(wrongVerdicts(run.verdicts), run.text.slice(0, 6000)).toEqual({})
  expect(Object.keys(run.verdicts)).toHaveLength(tests)
  expect(run.exitCode).toBe(1)
  expect(run.text).not.toMatch(/Unhandled|async hook stack|did not exit|not active|unattributed/)
  const stopped = Object.entries(failures).map(([name, failure]) => [name.replace(/^.*fails: /, ''), failure] as const)
  expect(stopped).toHaveLength(runaways)
  for (const [name, failure] of stopped) {
    expect.soft(failure, name).toContain('blocked the event loop')
    expect.soft(failure, name).toMatch(/^Received: stopped after .* never handed back to the event loop/m)
    expect.soft(blocking.get(name), `${name}: ${failure}`).toContain(shownPlace(failure))
  }
}

describe('in a suite of 200 tests, of which 20 run away, these 20 fail, with their line, and the run ends', () => {
  const vitest = createProject('vitest/guard-runaways', {
    ...specFiles('guard-runaways', 'vitest'),
    ...specFiles('guard-runaways-around', 'vitest'),
    'vitest.config.js': `
      import { loopCanary } from 'loop-canary/guard/vitest'
      export default { plugins: [loopCanary(${JSON.stringify(guard)})], test: { maxWorkers: 2 } }
    `,
  })
  const inVitest = (pool: string) => async () => {
    const run = await vitest.vitest(`--pool=${pool}`)
    const { skipped, ...verdicts } = run.verdicts
    expect(skipped).toBe('skipped')
    const failures = readFailures('vitest', run.text)
    expectStopped({ ...run, verdicts }, failures, TESTS + AROUND_TESTS, RUNAWAYS + AROUND_RUNAWAYS)
  }

  const { 'transform.cjs': transform, 'jest.config.json': config } = jestSetUp
  const jestFiles = {
    ...specFiles('guard-runaways', '@jest/globals'),
    'transform.cjs': transform,
    'jest.config.json': JSON.stringify({
      ...JSON.parse(config),
      setupFilesAfterEnv: [],
      testEnvironment: 'loop-canary/guard/jest',
      testEnvironmentOptions: { loopCanary: guard },
    }),
  }
  const jest = createProject('jest/guard-runaways', jestFiles)
  const inJest =
    (project: Project, ...args: string[]) =>
    async () => {
      const run = await project.jest(...args)
      expectStopped(run, readFailures('jest', run.text))
    }

  const inNodeTest = async () => {
    const files = {
      ...specFiles('guard-runaways', 'node:test'),
      'package.json': JSON.stringify({ type: 'module', 'loop-canary': guard }),
    }
    const project = createProject('node-test/guard-runaways', files)
    const run = await project.nodeTest('--import', 'loop-canary/guard/node-test')
    const failures = readFailures('nodeTest', run.text)
    // A verdict that node:test has told stays: what comes later fails under the place of its test, as the file.
    const late = 'fails: behind its end'
    const file = join(project.folder, FILE)
    expect(run.verdicts[late]).toBe('passed')
    expect(run.verdicts[file]).toBe('failed')
    const verdicts: Verdicts = { ...run.verdicts, [late]: 'failed' }
    for (const name of [file, 'hooks']) delete verdicts[name]
    failures[late] = failures['<root>/suite.test.js']!
    for (const name of ['<root>/suite.test.js', 'hooks']) delete failures[name]
    expect(failures[late]).toContain(`suite.test.js > ${late} has left work behind that blocked the event loop`)
    expectStopped({ ...run, verdicts }, failures)
  }

  // The first of each host in each gate.
  const ways: [name: string, expectOwnTwenty: () => Promise<void>][] = [
    ['Vitest, forks', inVitest('forks')],
    ['Jest, in band', inJest(jest, '--runInBand')],
    ['node:test', inNodeTest],
    ['Vitest, threads', inVitest('threads')],
    ['Jest, in worker threads', inJest(jest, IN_WORKERS, '--workerThreads')],
    ['Vitest, vmThreads', inVitest('vmThreads')],
    ['Jest, in processes', inJest(jest, IN_WORKERS)],
    ['Jest 29', inJest(createProject('guard-runaways', jestFiles, jest29()))],
  ]
  test.for(waysHere(ways, 1))('in %s', ([, expectOwnTwenty]) => expectOwnTwenty())
})
