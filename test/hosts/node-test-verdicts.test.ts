import { describe, expect, test } from 'vitest'
import { asCommonJs, createProject, type Project, specFiles } from '../support/runner.ts'
import { standAloneExpect } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { waysHere } from '../support/ways.ts'

async function expectRightVerdicts(project: Project, tests: number): Promise<void> {
  const run = await project.nodeTest()
  expect(wrongVerdicts(run.verdicts)).toEqual({})
  expect(Object.keys(run.verdicts)).toHaveLength(tests)
  expect(run.exitCode).toBe(1)
}

describe('node:test comes to the right verdicts', () => {
  const ways: [name: string, files: Record<string, string>, tests: number][] = [
    ['assertions of its own, from ESM', specFiles('node-test', ''), 22],
    ['assertions of its own, from CommonJS', asCommonJs(specFiles('node-test', '')), 22],
    ['the stand-alone `expect`', { ...specFiles('verdicts', './host.js'), ...standAloneExpect }, 51],
  ]

  test.for(waysHere(ways))('with %s', async ([name, files, tests]) => {
    await expectRightVerdicts(createProject(`node-test/${name.replaceAll(/\W+/g, '-')}`, files), tests)
  })
})
