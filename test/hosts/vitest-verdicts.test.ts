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

const inPool = (version: number, pool: string) => ({ version, pool, flags: [`--pool=${pool}`] })

/** With one thread for all files. */
const inOneThread = (version: number) => ({
  version,
  pool: 'one thread',
  flags: ['--pool=threads', '--maxWorkers=1', '--no-isolate'],
})

/** The first six in each gate. */
const ways = [
  inPool(5, 'forks'),
  inPool(4, 'threads'),
  inPool(5, 'vmThreads'),
  inPool(5, 'threads'),
  inOneThread(5),
  inPool(4, 'forks'),
  inPool(5, 'vmForks'),
  inPool(4, 'vmForks'),
  inPool(4, 'vmThreads'),
  inOneThread(4),
]

describe('Vitest comes to the right verdicts', () => {
  test.for(waysHere(ways, 2))('in Vitest $version, $pool', async ({ version, pool, flags }) => {
    const project = createProject(
      `verdicts/${version}-${pool.replace(' ', '-')}`,
      files,
      version === 4 ? vitest4() : undefined,
    )
    const run = await project.vitest(...flags)
    expect(run.text).toMatch(new RegExp(`RUN +v${version}`))
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(58)
    expect(run.exitCode).toBe(1)
    expect(run.text).not.toMatch(/Unhandled|timed out/)
  })
})
