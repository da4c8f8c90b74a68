import { describe, expect, test } from 'vitest'
import { createProject, specFiles } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'

describe('of ten concurrent tests, only the one that blocks fails', () => {
  test('in Vitest', async () => {
    const project = createProject('vitest/concurrent', { ...specFiles('concurrent', 'vitest'), ...vitestSetUp })
    const { verdicts } = await project.vitest()
    expect(wrongVerdicts(verdicts)).toEqual({})
    expect(Object.keys(verdicts)).toHaveLength(10)
  })

  test('in Jest', async () => {
    const project = createProject('jest/concurrent', { ...specFiles('concurrent', '@jest/globals'), ...jestSetUp })
    const { verdicts } = await project.jest()
    expect(wrongVerdicts(verdicts)).toEqual({})
    expect(Object.keys(verdicts)).toHaveLength(10)
  })
})
