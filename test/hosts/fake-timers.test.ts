import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createProject, type Project, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'

function makeProject(name: string, host: string, fakes: string, files: Record<string, string>): Project {
  const fakesFile = readFileSync(new URL(`specs/fakes/${fakes}.js`, import.meta.url), 'utf8')
  return createProject(name, { ...specFiles('fake-timers', host), 'fakes.js': fakesFile, ...files })
}

function expectAllRight({ verdicts, text }: TestRun): void {
  expect(wrongVerdicts(verdicts), text).toEqual({})
  expect(Object.keys(verdicts)).toHaveLength(6)
}

describe('fake timers do not blind a watch, and a watch leaves them alone', () => {
  test.for(['forks', 'threads', 'vmThreads'])('with `vi` in %s', async (pool) => {
    const project = makeProject('vitest/fake-timers', 'vitest', 'vitest', {
      'vitest.config.js': 'export default { test: { maxWorkers: 2 } }',
    })
    expectAllRight(await project.vitest(`--pool=${pool}`))
  })

  test.for(['jest-modern', 'jest-legacy'])('with %s fakes', async (fakes) => {
    const { 'transform.cjs': transform } = jestSetUp
    const project = makeProject(`jest/fake-timers-${fakes}`, '@jest/globals', fakes, {
      'transform.cjs': transform,
      'jest.config.json': JSON.stringify({ maxWorkers: 2, transform: { '\\.[jt]s$': '<rootDir>/transform.cjs' } }),
    })
    expectAllRight(await project.jest())
  })

  test('with @sinonjs/fake-timers', async () => {
    const project = makeProject('node-test/fake-timers', './host.js', 'sinon', {
      'host.js': `
        import { test as nodeTest } from 'node:test'
        export { expect } from 'expect'
        // The other runners take a time limit behind the function.
        export const test = (name, body) => nodeTest(name, body)
      `,
    })
    expectAllRight(await project.nodeTest())
  })
})
