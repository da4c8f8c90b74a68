import { describe, expect, test } from 'vitest'
import { createProject, IN_WORKERS, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp, standAloneExpect, vitestSetUp } from '../support/set-ups.ts'
import { waysHere } from '../support/ways.ts'

/** `ROUNDS=100` for statistics: so many stalls of each kind. */
const ROUNDS = Number(process.env.ROUNDS ?? 2)

/** `SEED` of a run that failed gives its lengths again. */
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))

const KINDS = 11

/** So many stalls of each kind tell how often the line is named. */
const MANY = 20

interface Told {
  kind: string
  rounds: number
  /** Stalls of twice the budget and more. */
  longEnough: number
  /** How many of those had their line named. */
  named: number
  /** Lines that were named first for the longest stall of a watch, and have not blocked. */
  wrong: object[]
  /** Such lines anywhere else in the report: told, and not yet held to be none. */
  aside: object[]
}

const files = (host: string) => specFiles('finite', host)
const env = { ROUNDS: String(ROUNDS), SEED: String(SEED) }
const create = (name: string, all: Record<string, string>) => createProject(`finite/${name}`, all, undefined, env)

/** A way to run the tests in every kind of host; each Node's gate tries one. */
const ways: { name: string; run: () => Promise<TestRun> }[] = [
  {
    name: 'Vitest, forks',
    run: () => create('forks', { ...files('vitest'), ...vitestSetUp }).vitest('--pool=forks'),
  },
  {
    name: 'Jest, in processes',
    run: () => create('jest', { ...files('@jest/globals'), ...jestSetUp }).jest(IN_WORKERS),
  },
  { name: 'node:test', run: () => create('node-test', { ...files('./host.js'), ...standAloneExpect }).nodeTest() },
  {
    name: 'Vitest, threads',
    run: () => create('threads', { ...files('vitest'), ...vitestSetUp }).vitest('--pool=threads'),
  },
]

const sumOf = (told: Told[], count: 'longEnough' | 'named'): number => told.reduce((sum, one) => sum + one[count], 0)

describe(`stalls that end, of ${KINDS} kinds, ${ROUNDS} random lengths each: only lines that have blocked are named`, () => {
  test.for(waysHere(ways, 1))('in $name', async ({ name, run: runTests }) => {
    const run = await runTests()
    const told: Told[] = [...run.text.matchAll(/^ *(\{"kind":.*\})$/gm)].map(([, line]) => JSON.parse(line!))
    const about = `seed ${SEED}: ${run.text.slice(0, 4000)}`
    expect(run.hung, about).toBe(false)
    expect(told, about).toHaveLength(KINDS)
    if (process.env.ROUNDS) console.log([`${name}, seed ${SEED}`, ...told.map((one) => JSON.stringify(one))].join('\n'))
    for (const one of told) expect.soft(one, about).toMatchObject({ rounds: ROUNDS, wrong: [] })
    expect(run.exitCode, about).toBe(0)
    if (ROUNDS >= MANY) expect(sumOf(told, 'named'), about).toBeGreaterThanOrEqual(0.9 * sumOf(told, 'longEnough'))
  })
})
