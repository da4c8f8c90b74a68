import { describe, expect, test } from 'vitest'
import { createProject, type Project, specFiles } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { jest29, vitest4 } from '../support/versions.ts'

const inVitest = (folders: string[], parent?: string): Project =>
  createProject(`vitest/${folders[0]}`, { ...allOf(folders, 'vitest'), ...vitestSetUp }, parent)

const inJest = (folders: string[], parent?: string): Project =>
  createProject(`jest/${folders[0]}`, { ...allOf(folders, '@jest/globals'), ...jestSetUp }, parent)

const allOf = (folders: string[], host: string): Record<string, string> =>
  Object.assign({}, ...folders.map((folder) => specFiles(folder, host)))

/** Nine tests, of which some forget to wait or are cut off. */
const WHOSE = ['whose-test']

/** Besides those, ten tests at once, of which one blocks. */
const WHOSE_OF_TEN = [...WHOSE, 'concurrent']

describe('nothing is laid on another test: not of concurrent ones, nor of one that was cut off', () => {
  const hosts = {
    'Vitest 5, forks': [19, () => inVitest(WHOSE_OF_TEN).vitest('--pool=forks')],
    'Vitest 5, threads': [9, () => inVitest(WHOSE).vitest('--pool=threads')],
    'Vitest 4': [9, () => inVitest(WHOSE, vitest4()).vitest()],
    'Jest 30': [19, () => inJest(WHOSE_OF_TEN).jest()],
    'Jest 29': [9, () => inJest(WHOSE, jest29()).jest()],
  } as const

  test.for(Object.keys(hosts) as (keyof typeof hosts)[])('in %s', async (host) => {
    const [tests, run] = hosts[host]
    const { verdicts, text } = await run()
    expect(wrongVerdicts(verdicts), text).toEqual({})
    expect(Object.keys(verdicts)).toHaveLength(tests)
    // What was forgotten fails the file, with its line.
    expect(text.match(/`toYieldToPoll` was not awaited/g), text).toHaveLength(2)
    expect(text).toMatch(/forgotten\.test\.js:6:\d+/)
    expect(text).toMatch(/forgotten-in-hook\.test\.js:5:\d+/)
  })
})

test.for([
  ['Vitest 5', undefined],
  ['Vitest 4', vitest4],
] as const)('the `expect` of its own context knows its test, in %s', async ([, parent]) => {
  const { verdicts, text } = await inVitest(['own-expect'], parent?.()).vitest()
  expect(wrongVerdicts(verdicts), text).toEqual({})
  expect(Object.keys(verdicts)).toHaveLength(7)
})
