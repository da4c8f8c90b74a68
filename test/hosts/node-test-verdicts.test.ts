import { describe, expect, test } from 'vitest'
import { asCommonJs, createProject, type Project, specFiles } from '../support/runner.ts'
import { standAloneExpect } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'

async function expectRightVerdicts(project: Project, tests: number): Promise<void> {
  const run = await project.nodeTest()
  expect(wrongVerdicts(run.verdicts)).toEqual({})
  expect(Object.keys(run.verdicts)).toHaveLength(tests)
  expect(run.exitCode).toBe(1)
}

describe('node:test comes to the right verdicts', () => {
  test('with assertions of its own, from ESM', async () => {
    await expectRightVerdicts(createProject('node-test/esm', specFiles('node-test', '')), 20)
  })

  test('with assertions of its own, from CommonJS', async () => {
    await expectRightVerdicts(createProject('node-test/commonjs', asCommonJs(specFiles('node-test', ''))), 20)
  })

  test('with the stand-alone `expect`', async () => {
    const files = { ...specFiles('verdicts', './host.js'), ...standAloneExpect }
    await expectRightVerdicts(createProject('node-test/stand-alone-expect', files), 50)
  })
})
