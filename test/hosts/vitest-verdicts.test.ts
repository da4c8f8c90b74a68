import { describe, expect, test } from 'vitest'
import { createProject, specFiles } from '../support/runner.ts'
import { vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { vitest4 } from '../support/versions.ts'
import { waysHere } from '../support/ways.ts'

const files = {
  ...specFiles('verdicts', 'vitest'),
  ...specFiles('unawaited', 'vitest'),
  ...vitestSetUp,
}

const pools = ['forks', 'threads', 'vmForks', 'vmThreads']

const ways = [4, 5].flatMap((version) => pools.map((pool) => ({ version, pool })))

describe('Vitest comes to the right verdicts', () => {
  test.for(waysHere(ways))('in Vitest $version, $pool', async ({ version, pool }) => {
    const project = createProject(`verdicts/${version}-${pool}`, files, version === 4 ? vitest4() : undefined)
    const run = await project.vitest(`--pool=${pool}`)
    expect(run.text).toMatch(new RegExp(`RUN +v${version}`))
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(53)
    expect(run.exitCode).toBe(1)
    expect(run.text).not.toMatch(/Unhandled|timed out/)
  })

  test('in one thread for all files, without isolation', async () => {
    const run = await createProject('vitest/verdicts', files).vitest('--pool=threads', '--maxWorkers=1', '--no-isolate')
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(53)
  })
})
