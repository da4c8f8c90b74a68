import { describe, expect, test } from 'vitest'
import { asCommonJs, createProject, IN_WORKERS, specFiles } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { jest29 } from '../support/versions.ts'
import { waysHere } from '../support/ways.ts'

const specs = { ...specFiles('verdicts', '@jest/globals'), ...specFiles('unawaited', '@jest/globals') }

const inBand = ['--runInBand']
const inThreads = [IN_WORKERS, '--workerThreads']
const inProcesses = [IN_WORKERS]

const esm = createProject('jest/esm', { ...specs, ...jestSetUp })
const jest29s = createProject('verdicts', { ...specs, ...jestSetUp }, jest29())
const commonJs = createProject('jest/commonjs', {
  ...asCommonJs(specs),
  'jest.config.json': JSON.stringify({
    maxWorkers: 2,
    testTimeout: 30_000,
    injectGlobals: false,
    setupFilesAfterEnv: ['loop-canary/jest-globals'],
  }),
})

const ESM = 'with ESM syntax that a transform rewrites'
const COMMON_JS = 'in CommonJS, without injected globals'

/** The first six in each gate. */
const ways = [
  { name: `${ESM}, in band`, version: 30, project: esm, flags: inBand },
  { name: `${ESM}, in worker threads`, version: 30, project: esm, flags: inThreads },
  { name: `${ESM}, in processes`, version: 30, project: esm, flags: inProcesses },
  { name: 'Jest 29, in processes', version: 29, project: jest29s, flags: inProcesses },
  { name: `${COMMON_JS}, in band`, version: 30, project: commonJs, flags: inBand },
  { name: 'Jest 29, in worker threads', version: 29, project: jest29s, flags: inThreads },
  { name: `${COMMON_JS}, in worker threads`, version: 30, project: commonJs, flags: inThreads },
  { name: 'Jest 29, in band', version: 29, project: jest29s, flags: inBand },
  { name: `${COMMON_JS}, in processes`, version: 30, project: commonJs, flags: inProcesses },
]

describe('Jest comes to the right verdicts in spec files', () => {
  test.for(waysHere(ways, 2))('$name', async ({ version, project, flags }) => {
    const { stdout } = await project.jest('--version')
    expect(stdout).toMatch(new RegExp(`^${version}\\.`))
    const run = await project.jest(...flags)
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(58)
    expect(run.exitCode).toBe(1)
    expect(run.text).not.toMatch(/did not exit|failed to exit gracefully/)
  })
})
