import { describe, expect, test } from 'vitest'
import { isMainNode } from '../support/main-node.ts'
import { createProject, specFiles } from '../support/runner.ts'
import { vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { vitest4 } from '../support/vitest-4.ts'

const files = {
  ...specFiles('verdicts', 'vitest'),
  ...specFiles('unawaited', 'vitest'),
  ...vitestSetUp,
}

const pools = ['forks', 'threads', 'vmForks', 'vmThreads']

/** One with a context of its own; without isolation it is a thread. `runaways.test.ts` has all four everywhere. */
const poolsHere = isMainNode ? pools : ['vmForks']

describe('Vitest 5 comes to the right verdicts', () => {
  const project = createProject('vitest/verdicts', files)

  test.for(poolsHere)('in %s', async (pool) => {
    const run = await project.vitest(`--pool=${pool}`)
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(53)
    expect(run.exitCode).toBe(1)
    expect(run.text).not.toMatch(/Unhandled|timed out/)
  })

  test('in one thread for all files, without isolation', async () => {
    const run = await project.vitest('--pool=threads', '--maxWorkers=1', '--no-isolate')
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(53)
  })
})

describe('Vitest 4 comes to the right verdicts', () => {
  test.for(isMainNode ? pools : ['vmForks'])('in %s', async (pool) => {
    const run = await createProject(`verdicts/${pool}`, files, vitest4()).vitest(`--pool=${pool}`)
    expect(run.text).toMatch(/RUN +v4/)
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(53)
    expect(run.exitCode).toBe(1)
    expect(run.text).not.toMatch(/Unhandled|timed out/)
  })
})
