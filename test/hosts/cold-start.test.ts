import { expect, test } from 'vitest'
import { readFailures } from '../support/failures.ts'
import { createProject, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp, standAloneExpect, vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'

/** In Jest a module that is loaded on the way is a CommonJS one. */
const requires = { 'load.js': "export const load = async () => require('./dear.js')" }

const LOADING = /^ +([\d.]+) ms of it loading modules, as only a first call does \(see the option `warmup`\)$/gm

const FIRST_CALL = /If only a first call takes so long, `warmup: 1` leaves it out\./

function expectTold(run: TestRun, host: 'vitest' | 'jest' | 'nodeTest'): void {
  expect(wrongVerdicts(run.verdicts), run.text).toEqual({})
  expect(run.hung, run.text).toBe(false)
  expect(Object.keys(run.verdicts), run.text).toHaveLength(7)
  // One of the two blocks while it loads: for 50 ms of its own at least, of which a busy machine may let the looks miss a part.
  const told = new Set([...run.text.matchAll(LOADING)].map(([, ms]) => ms))
  expect(told.size, run.text).toBe(1)
  expect(Number([...told][0])).toBeGreaterThan(25)
  // Not what is far too slow, nor what loads nothing or was warmed up.
  const failures = Object.entries(readFailures(host, run.text))
  const firstCalls = failures.filter(([, told]) => FIRST_CALL.test(told)).map(([name]) => name)
  expect(firstCalls, run.text).toEqual(['fails: a first call that is too slow by a little'])
}

test.for(['forks', 'vmThreads'])('Vitest 5, %s, tells what of a stall was loading modules', async (pool) => {
  const project = createProject('vitest/cold-start', { ...specFiles('cold-start', 'vitest'), ...vitestSetUp })
  expectTold(await project.vitest(`--pool=${pool}`), 'vitest')
})

test('Jest tells it', async () => {
  const project = createProject('jest/cold-start', {
    ...specFiles('cold-start', '@jest/globals'),
    ...requires,
    ...jestSetUp,
  })
  expectTold(await project.jest(), 'jest')
})

test('node:test tells it', async () => {
  const project = createProject('node-test/cold-start', {
    ...specFiles('cold-start', './host.js'),
    ...standAloneExpect,
  })
  expectTold(await project.nodeTest(), 'nodeTest')
})
