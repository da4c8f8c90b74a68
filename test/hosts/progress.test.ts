import { describe, expect, test } from 'vitest'
import { createProject, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp, standAloneExpect, vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { vitest4 } from '../support/vitest-4.ts'

const BEHAVIOURS = 8
const MATCHERS = 5

function expectRight(run: TestRun): void {
  expect(wrongVerdicts(run.verdicts), run.text).toEqual({})
  expect(Object.keys(run.verdicts)).toHaveLength(2 * BEHAVIOURS * MATCHERS + 5)
  expect(run.hung).toBe(false)
}

describe('what can progress while a function runs, and what cannot', () => {
  const vitest = createProject('vitest/progress', { ...specFiles('progress', 'vitest'), ...vitestSetUp })
  test.for(['forks', 'vmThreads'])('in Vitest 5, %s', async (pool) => {
    expectRight(await vitest.vitest(`--pool=${pool}`))
  })

  test('in Vitest 4, in threads', async () => {
    const files = { ...specFiles('progress', 'vitest'), ...vitestSetUp }
    expectRight(await createProject('progress', files, vitest4()).vitest('--pool=threads'))
  })

  test('in Jest, in band', async () => {
    const files = { ...specFiles('progress', '@jest/globals'), ...jestSetUp }
    expectRight(await createProject('jest/progress', files).jest('--runInBand'))
  })

  test('in node:test', async () => {
    const files = { ...specFiles('progress', './host.js'), ...standAloneExpect }
    expectRight(await createProject('node-test/progress', files).nodeTest())
  })
})
