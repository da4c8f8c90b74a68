import { describe, expect, test } from 'vitest'
import { createProject, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp, ownAssertions, vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { vitest4 } from '../support/versions.ts'
import { waysHere } from '../support/ways.ts'

const TESTS = 65

function expectRight(run: TestRun): void {
  expect(wrongVerdicts(run.verdicts), run.text).toEqual({})
  expect(Object.keys(run.verdicts)).toHaveLength(TESTS)
  expect(run.hung).toBe(false)
}

const vitestFiles = { ...specFiles('progress', 'vitest'), ...vitestSetUp }
const jestFiles = { ...specFiles('progress', '@jest/globals'), ...jestSetUp }
const nodeTestFiles = { ...specFiles('progress', './host.js'), ...ownAssertions }

const ways: { name: string; run: () => Promise<TestRun> }[] = [
  { name: 'Jest, in band', run: () => createProject('jest/progress', jestFiles).jest('--runInBand') },
  { name: 'Vitest 5, forks', run: () => createProject('vitest/progress', vitestFiles).vitest('--pool=forks') },
  { name: 'node:test', run: () => createProject('node-test/progress', nodeTestFiles).nodeTest() },
  { name: 'Vitest 5, vmThreads', run: () => createProject('vitest/progress', vitestFiles).vitest('--pool=vmThreads') },
  { name: 'Vitest 4, threads', run: () => createProject('progress', vitestFiles, vitest4()).vitest('--pool=threads') },
]

describe('what can progress while a function runs, and what cannot', () => {
  test.for(waysHere(ways, 1))('in $name', async ({ run }) => expectRight(await run()))
})
