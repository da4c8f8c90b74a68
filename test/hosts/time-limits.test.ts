import { beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'

const hosts = {
  vitest: () => createProject('vitest/time-limits', { ...specFiles('time-limits', 'vitest'), ...vitestSetUp }).vitest(),
  jest: () => createProject('jest/time-limits', { ...specFiles('time-limits', '@jest/globals'), ...jestSetUp }).jest(),
}

describe.for(['vitest', 'jest'] as const)('a function that never settles, in %s', (host) => {
  let run: TestRun
  let failures: Failures
  beforeAll(async () => {
    run = await hosts[host]()
    failures = readFailures(host, run.text)
  })

  test('fails its own test and no other', () => {
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(4)
  })

  test('is told as pending before the time of the test is up', () => {
    expect(failures['fails: pending when the test has little time']).toContain('still pending')
  })

  test('is not told as a missing await when the runner cuts it off', () => {
    const told = failures['fails: the runner cuts off what may take longer']
    expect(told).toMatch(/timed out|Exceeded timeout/)
    expect(told).not.toContain('was not awaited')
  })
})
