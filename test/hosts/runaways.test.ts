import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, IN_WORKERS, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp, standAloneExpect, vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { vitest4 } from '../support/versions.ts'
import { waysHere } from '../support/ways.ts'

const FILE = 'runaways.test.js'
const TESTS = 123

/** The lines that block, by the test that they block. Those of the tests that run away in a later turn share one. */
const blocking = new Map<string, number[]>()
for (const [index, line] of readFileSync(new URL(`specs/runaways/${FILE}`, import.meta.url), 'utf8')
  .split('\n')
  .entries()) {
  const name = /blocks: (.*?)(?: \*\/.*)?$/.exec(line)?.[1]
  if (name) blocking.set(name, [...(blocking.get(name) ?? []), index + 1])
}

const linesOf = (name: string): number[] | undefined => blocking.get(name.startsWith('later, ') ? 'forever' : name)

/** The first place in the spec file that a failure shows behind its message: what the runner draws its code frame at. */
function shownLine(failure: string): number {
  const [, ...behind] = failure.split(/^(?= *(?:❯|at|> \d))/m)
  return Number(/(?:runaways\.test\.js:|> )(\d+)/.exec(behind.join(''))?.[1])
}

/**
 * In a queue that keeps being refilled nobody may be on the stack at any look of Node 22's, where one cannot step on. And everywhere all of
 * a few looks may find its function as the queue has just called it, when it is not told from one that is resumed who knows where.
 */
const mayBeUnnamed = (name: string): boolean =>
  process.version.startsWith('v22.') || ['ticks', 'microtasks', 'behind a result'].includes(name)

const isNamed = (failure: string): boolean => / (?:by|in) .+ \(runaways\.test\.js:\d+\)/.test(failure)

function expectStopped(run: TestRun, failures: Failures): void {
  expect(wrongVerdicts(run.verdicts), run.text.slice(0, 4000)).toEqual({})
  expect(Object.keys(run.verdicts)).toHaveLength(TESTS)
  expect(run.exitCode).toBe(1)
  expect(run.hung).toBe(false)
  expect(run.text).not.toMatch(/Unhandled|async hook stack|did not exit|detector lost/)
  const stopped = Object.keys(failures).filter((name) => linesOf(name.replace('fails: ', '')))
  expect(stopped).toHaveLength(18)
  for (const name of stopped) {
    const failure = failures[name]!
    const subject = name.replace('fails: ', '')
    const lines = linesOf(subject)!
    if (isNamed(failure) || !mayBeUnnamed(subject))
      expect.soft(lines, `${name}: ${failure}`).toContain(shownLine(failure))
    expect.soft(failure, name).toMatch(/stopped after/)
  }
}

const vitestFiles = { ...specFiles('runaways', 'vitest'), ...vitestSetUp }
const jestFiles = { ...specFiles('runaways', '@jest/globals'), ...jestSetUp }
const nodeTestFiles = { ...specFiles('runaways', './host.js'), ...standAloneExpect }

interface Way {
  name: string
  /** How the failures are read. */
  host: 'vitest' | 'jest' | 'nodeTest'
  run: (name: string) => Promise<TestRun>
}

const inVitest = (pool: string): Way => ({
  name: `Vitest 5, ${pool}`,
  host: 'vitest',
  run: (name) => createProject(name, vitestFiles).vitest(`--pool=${pool}`),
})

const inJest = (how: string, ...flags: string[]): Way => ({
  name: `Jest, in ${how}`,
  host: 'jest',
  run: (name) => createProject(name, jestFiles).jest(...flags),
})

/** The first six in each gate. */
const ways: Way[] = [
  inVitest('forks'),
  inJest('band', '--runInBand'),
  { name: 'node:test', host: 'nodeTest', run: (name) => createProject(name, nodeTestFiles).nodeTest() },
  inJest('worker threads', IN_WORKERS, '--workerThreads'),
  inVitest('vmThreads'),
  { name: 'Vitest 4', host: 'vitest', run: (name) => createProject(name, vitestFiles, vitest4()).vitest() },
  inVitest('threads'),
  inVitest('vmForks'),
  inJest('processes', IN_WORKERS),
]

describe('a function that never ends is stopped, its line shown, and the run goes on', () => {
  test.for(waysHere(ways, 2))('in $name', async ({ name, host, run: runTests }) => {
    const run = await runTests(`runaways/${name.replaceAll(/\W+/g, '-')}`)
    expectStopped(run, readFailures(host, run.text))
  })
})
