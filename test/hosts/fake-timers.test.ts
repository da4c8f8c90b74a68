import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createProject, type Project, specFiles } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'
import { type Verdicts, verdictsOfTap, wrongVerdicts } from '../support/verdicts.ts'
import { waysHere } from '../support/ways.ts'

function makeProject(name: string, host: string, fakes: string, files: Record<string, string>): Project {
  const fakesFile = readFileSync(new URL(`specs/fakes/${fakes}.js`, import.meta.url), 'utf8')
  return createProject(name, { ...specFiles('fake-timers', host), 'fakes.js': fakesFile, ...files })
}

function expectAllRight(verdicts: Verdicts, text: string): void {
  expect(wrongVerdicts(verdicts), text).toEqual({})
  expect(Object.keys(verdicts)).toHaveLength(6)
}

const inVitest = async (pool: string): Promise<void> => {
  const project = makeProject('vitest/fake-timers', 'vitest', 'vitest', {
    'vitest.config.js': 'export default { test: { maxWorkers: 2 } }',
  })
  const { verdicts, text } = await project.vitest(`--pool=${pool}`)
  expectAllRight(verdicts, text)
}

const inJest = async (fakes: string): Promise<void> => {
  const { 'transform.cjs': transform } = jestSetUp
  const project = makeProject(`jest/fake-timers-${fakes}`, '@jest/globals', fakes, {
    'transform.cjs': transform,
    'jest.config.json': JSON.stringify({ maxWorkers: 2, transform: { '\\.[jt]s$': '<rootDir>/transform.cjs' } }),
  })
  const { verdicts, text } = await project.jest()
  expectAllRight(verdicts, text)
}

/** No runner: they lose their own reports while `process.nextTick` is faked. */
const withSinon = async (): Promise<void> => {
  const project = makeProject('fake-timers', './host.js', 'sinon', {
    'host.js': `
      export { expect } from 'expect'
      let before = Promise.resolve()
      export function test(name, body) {
        const passed = () => console.log('ok 1 - ' + name)
        const failed = (error) => console.log('not ok 1 - ' + name + '\\n' + error.stack)
        before = before.then(body).then(passed, failed)
      }
    `,
  })
  const specs = Object.keys(specFiles('fake-timers', '')).filter((name) => name.endsWith('.test.js'))
  const runs = await Promise.all(specs.map((spec) => project.node(spec)))
  const text = runs.map((run) => run.text).join('\n')
  expectAllRight(verdictsOfTap(text), text)
}

const ways: [name: string, run: () => Promise<void>][] = [
  ['`vi` in forks', () => inVitest('forks')],
  ['`vi` in threads', () => inVitest('threads')],
  ['`vi` in vmThreads', () => inVitest('vmThreads')],
  ['jest-modern fakes', () => inJest('jest-modern')],
  ['jest-legacy fakes', () => inJest('jest-legacy')],
  ['@sinonjs/fake-timers', withSinon],
]

describe('fake timers do not blind a watch, and a watch leaves them alone', () => {
  test.for(waysHere(ways))('with %s', ([, run]) => run())

  // Those are each Node's own.
  test('with those of node:test', async () => {
    const project = makeProject('node-test/fake-timers', './host.js', 'node-test', {
      'host.js': "export { expect } from 'expect'\nexport { test } from 'node:test'\n",
    })
    const { verdicts, text } = await project.nodeTest()
    expectAllRight(verdicts, text)
  })
})
