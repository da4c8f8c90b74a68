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

const noIsolation = ['--pool=threads', '--maxWorkers=1', '--no-isolate']

/** In each pool, and in one thread for all files. */
const ways = [4, 5].flatMap((version) => [
  ...pools.map((pool) => ({ version, pool, flags: [`--pool=${pool}`] })),
  { version, pool: 'one thread', flags: noIsolation },
])

describe('Vitest comes to the right verdicts', () => {
  test.for(waysHere(ways))('in Vitest $version, $pool', async ({ version, pool, flags }) => {
    const project = createProject(
      `verdicts/${version}-${pool.replace(' ', '-')}`,
      files,
      version === 4 ? vitest4() : undefined,
    )
    const run = await project.vitest(...flags)
    expect(run.text).toMatch(new RegExp(`RUN +v${version}`))
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(53)
    expect(run.exitCode).toBe(1)
    expect(run.text).not.toMatch(/Unhandled|timed out/)
  })
})
