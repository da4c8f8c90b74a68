import { describe, expect, test } from 'vitest'
import { createProject, type Project, specFiles } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { jest29, vitest4 } from '../support/versions.ts'

const inVitest = (folder: string, parent?: string): Project =>
  createProject(`vitest/${folder}`, { ...specFiles(folder, 'vitest'), ...vitestSetUp }, parent)

const inJest = (folder: string, parent?: string): Project =>
  createProject(`jest/${folder}`, { ...specFiles(folder, '@jest/globals'), ...jestSetUp }, parent)

describe('of ten concurrent tests, only the one that blocks fails', () => {
  test('in Vitest', async () => {
    const { verdicts } = await inVitest('concurrent').vitest()
    expect(wrongVerdicts(verdicts)).toEqual({})
    expect(Object.keys(verdicts)).toHaveLength(10)
  })

  test('in Jest', async () => {
    const { verdicts } = await inJest('concurrent').jest()
    expect(wrongVerdicts(verdicts)).toEqual({})
    expect(Object.keys(verdicts)).toHaveLength(10)
  })
})

describe('nothing is laid on another test: not of concurrent ones, nor of one that was cut off', () => {
  const hosts = {
    'Vitest 5, forks': () => inVitest('whose-test').vitest('--pool=forks'),
    'Vitest 5, threads': () => inVitest('whose-test').vitest('--pool=threads'),
    'Vitest 4': () => inVitest('whose-test', vitest4()).vitest(),
    'Jest 30': () => inJest('whose-test').jest(),
    'Jest 29': () => inJest('whose-test', jest29()).jest(),
  }

  test.for(Object.keys(hosts) as (keyof typeof hosts)[])('in %s', async (host) => {
    const { verdicts, text } = await hosts[host]()
    expect(wrongVerdicts(verdicts), text).toEqual({})
    expect(Object.keys(verdicts)).toHaveLength(9)
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
  const { verdicts, text } = await inVitest('own-expect', parent?.()).vitest()
  expect(wrongVerdicts(verdicts), text).toEqual({})
  expect(Object.keys(verdicts)).toHaveLength(7)
})
