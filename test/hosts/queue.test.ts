import { describe, expect, test } from 'vitest'
import { readFailures } from '../support/failures.ts'
import { createProject, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'

const LIMIT = '--testTimeout=10000'

const hosts: Record<'vitest' | 'jest', () => Promise<TestRun>> = {
  vitest: () => createProject('vitest/queue', { ...specFiles('queue', 'vitest'), ...vitestSetUp }).vitest(LIMIT),
  jest: () => createProject('jest/queue', { ...specFiles('queue', '@jest/globals'), ...jestSetUp }).jest(LIMIT),
}

describe.concurrent.for(['vitest', 'jest'] as const)('concurrent tests that wait for each other, in %s', (host) => {
  test('are told so before the runner’s own limit', async () => {
    const run = await hosts[host]()
    expect(wrongVerdicts(run.verdicts), run.text).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(5)
    const failures = readFailures(host, run.text)
    expect(failures['fails: third']).toMatch(/still pending after <ms>/)
    expect(failures['fails: third']).toMatch(
      /it had to wait (?:\d{4} ms|<ms>) for other assertions of this file before it was called/,
    )
    // Vitest prints two failures that are alike as one.
    expect(failures['fails: fifth']).toMatch(
      /The function was not called: it waited (?:[\d.,]+ m?s|<ms>) for other assertions of this file/,
    )
    expect(failures['fails: fifth']).toMatch(/queue\.test\.js:7:/)
  })
})
