import { describe, expect, test } from 'vitest'
import { asCommonJs, createProject, IN_WORKERS, type Project, specFiles } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { jest29 } from '../support/versions.ts'
import { waysHere } from '../support/ways.ts'

const specs = { ...specFiles('verdicts', '@jest/globals'), ...specFiles('unawaited', '@jest/globals') }

const ways = [
  ['in band', ['--runInBand']],
  ['in worker threads', [IN_WORKERS, '--workerThreads']],
  ['in processes', [IN_WORKERS]],
] as const

async function expectRightVerdicts(project: Project, args: readonly string[]): Promise<void> {
  const run = await project.jest(...args)
  expect(wrongVerdicts(run.verdicts)).toEqual({})
  expect(Object.keys(run.verdicts)).toHaveLength(58)
  expect(run.exitCode).toBe(1)
  expect(run.text).not.toMatch(/did not exit|failed to exit gracefully/)
}

describe('Jest comes to the right verdicts in spec files', () => {
  const esm = createProject('jest/esm', { ...specs, ...jestSetUp })

  test.for(waysHere(ways))('with ESM syntax that a transform rewrites, %s', ([, args]) =>
    expectRightVerdicts(esm, args),
  )
})

describe('Jest 29 comes to the right verdicts', () => {
  const project = createProject('verdicts', { ...specs, ...jestSetUp }, jest29())

  test.for(waysHere(ways))('%s', async ([, args]) => {
    const { stdout } = await project.jest('--version')
    expect(stdout).toMatch(/^29\./)
    await expectRightVerdicts(project, args)
  })
})

describe('Jest comes to the right verdicts in CommonJS spec files', () => {
  const commonJs = createProject('jest/commonjs', {
    ...asCommonJs(specs),
    'jest.config.json': JSON.stringify({
      maxWorkers: 2,
      testTimeout: 30_000,
      injectGlobals: false,
      setupFilesAfterEnv: ['loop-canary/jest-globals'],
    }),
  })

  test.for(waysHere(ways.toReversed()))('without injected globals, %s', ([, args]) =>
    expectRightVerdicts(commonJs, args),
  )
})
