import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { markedPlaces, shownPlace } from '../support/marks.ts'
import { sandbox } from '../support/package.ts'
import { createProject, IN_WORKERS, type Project, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'

const guard = {
  maxStall: 40,
  stopAfter: 400,
  allow: [{ function: 'importFixtures' }, { call: 'forEach' }, { file: 'nowhere' }],
}

/** As users set it up who want the guard. */
function config(options: object): string {
  return JSON.stringify({
    ...JSON.parse(jestSetUp['jest.config.json']),
    testEnvironment: 'loop-canary/guard/jest',
    testEnvironmentOptions: { loopCanary: guard },
    reporters: ['default', 'loop-canary/reporter/jest'],
    ...options,
  })
}

type Files = Record<string, string>

function createGuarded(name: string, files: Files, options: object = {}, env: NodeJS.ProcessEnv = {}): Project {
  const setUp = { ...jestSetUp, 'jest.config.json': config(options) }
  return createProject(`jest/guard-${name}`, { ...setUp, ...files }, undefined, env)
}

const FILE = 'Test suite failed to run'

const places = markedPlaces(new URL('specs/guard-jest/', import.meta.url))

/** Those of tests whose line is marked that do not show it. */
function withoutTheirLine(failures: Failures): Failures {
  const marked = Object.entries(failures).filter(([name]) => places.get(name.replace('fails: ', '')))
  return Object.fromEntries(
    marked.filter(([name, failure]) => {
      const isFound = failure.startsWith('LoopBlockedError: ')
      return !isFound || shownPlace(failure) !== places.get(name.replace('fails: ', ''))
    }),
  )
}

const summaryOf = (text: string): string => /^loop-canary: .*(?:\n.*)*?(?=\nTest Suites:)/m.exec(text)?.[0] ?? ''
const steadySummary = (text: string): string =>
  summaryOf(text)
    .replace(/[\d.]+ ms(?!\w| or)(, stopped)?/g, '<ms>$1')
    .replace(/ {2,}/g, '  ')

describe('the whole of it, in processes', () => {
  const transform = jestSetUp['transform.cjs'].replace(
    '=>',
    '=> (/slow-to/.test(sourcefile) && require("./subjects.js").block(250)) ||',
  )
  const files = { ...specFiles('guard-jest', '@jest/globals'), 'transform.cjs': transform }
  let run: TestRun
  let failures: Failures

  beforeAll(async () => {
    run = await createGuarded('whole', files, { cacheDirectory: '<rootDir>/cache' }).jest(IN_WORKERS)
    failures = readFailures('jest', run.text)
  })

  test('fails who blocks, and nobody else', () => {
    expect(run.hung).toBe(false)
    expect(run.exitCode).toBe(1)
    const { todo, skipped, ...verdicts } = run.verdicts
    expect({ todo, skipped }).toEqual({ todo: 'todo', skipped: 'pending' })
    expect(wrongVerdicts(verdicts), run.text).toEqual({})
    expect(Object.keys(verdicts)).toHaveLength(65)
  })

  test('shows the line that blocked', () => {
    expect(withoutTheirLine(failures)).toEqual({})
    const names = Object.keys(failures).map((name) => name.replace('fails: ', ''))
    const ofFiles = ['afterAll', 'a describe body', 'left behind by a hook']
    expect([...places.keys()].filter((name) => !names.includes(name)).toSorted()).toEqual(ofFiles.toSorted())
  })

  test('says how long, where, and what to do', () => {
    expect(failures['fails: behind an await']!.replace(/[\d.]+ ms(?= =|,|:)/g, '<ms>')).toMatchInlineSnapshot(`
      "LoopBlockedError: The test blocked the event loop

      Expected: the event loop free at least every 40 ms (the guard's \`maxStall\`)
      Received: blocked for <ms>, by block (subjects.js:12)

        <whose time it was>
        Give the loop a turn every few ms (await setImmediate), move the work to a worker,
        or allow it: loopSafe.allow(() => …) from loop-canary, or a rule in the option \`allow\`.

      > 12 |   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < ms * 10_000; round++);
           | ^

        at block (subjects.js:12:<loop or call>)
        at bodies.test.js:20:3"
    `)
    expect(failures['fails: a loop']!.replace(/[\d.]+ ms(?= =|,|:)/g, '<ms>')).toMatchInlineSnapshot(`
      "LoopBlockedError: The test blocked the event loop

      Expected: the event loop free at least every 40 ms (the guard's \`maxStall\`)
      Received: stopped after <ms>: an anonymous function (runaways.test.js:6) never handed back to the event loop

        <whose time it was>
        Give the loop a turn every few ms (await setImmediate), move the work to a worker,
        or allow it: loopSafe.allow(() => …) from loop-canary, or a rule in the option \`allow\`.

      > 6 |   while (true) {} // blocks: a loop
          |   ^

        at runaways.test.js:6:3"
    `)
  })

  test('shows an error of the test’s own first', () => {
    const firstLines = (name: string): string[] => failures[`fails: ${name}`]!.split('\n')
    expect(firstLines('with an error of its own')[0]).toBe('expect(received).toBe(expected) // Object.is equality')
    expect(firstLines('with an error of its own')).toContain('    LoopBlockedError: The test blocked the event loop')
    expect(firstLines('done with an error')[0]).toBe('given to done')
    expect(firstLines('done with an error')).toContain('    LoopBlockedError: The test blocked the event loop')
    expect(firstLines('on its own, without a finding').join('\n')).not.toContain('LoopBlockedError')
  })

  test('leaves what is Jest’s to Jest', () => {
    expect(failures['fails: done with something else']).toMatch(/^Failed: "given to done"\n/)
    expect(failures['fails: done twice']).toMatch(/^Expected done to be called once, but it was called multiple times/)
    expect(failures['fails: done and a promise']).toMatch(
      /^Test functions cannot both take a 'done' callback and return/,
    )
    expect(failures['fails: an error before done']).toMatch(/^thrown before done\n/)
    expect(failures['fails: never done']).toMatch(/while waiting for `done\(\)` to be called/)
    expect(failures['fails: a value is returned']).toMatch(/^test functions can only return Promise or undefined/)
    expect(failures['fails: failing, and does not block']).toMatch(/^Failing test passed even though/)
  })

  test('a time limit of Jest’s that is over does not hide who blocked', () => {
    expect(failures['fails: for longer than Jest allows']).not.toContain('Exceeded timeout')
    expect(failures['fails: a loop, and Jest allows no longer']).not.toContain('Exceeded timeout')
    const held = failures['fails: held up, then idle for longer than Jest allows']!
    expect(held).toMatch(/^LoopBlockedError: The test blocked.*\n\nthrown: "Exceeded timeout of 600 ms for a test/s)
  })

  test('fails the file where no test is to blame', () => {
    const file = failures[FILE]!
    expect(file.match(/^LoopBlockedError: .*/gm)!.toSorted()).toEqual([
      'LoopBlockedError: Something outside of all tests blocked the event loop',
      'LoopBlockedError: The afterAll hook blocked the event loop',
      'LoopBlockedError: left-behind.test.js > an afterAll hook (afterAll) has left work behind that blocked the event loop',
    ])
    for (const name of ['afterAll', 'a describe body', 'left behind by a hook']) {
      expect(file).toMatch(new RegExp(`^ *at .*${places.get(name)}:`, 'm'))
    }
  })

  test('sums up what was allowed', () => {
    const [, allowances] = steadySummary(run.text).split('loop-canary: allowances\n')
    expect(allowances!.split('\n').filter(Boolean).toSorted().join('\n')).toMatchInlineSnapshot(`
      "  never used  file: nowhere
        never used  loopSafe.allow at <root>/allowed.test.js:21, upTo: 20
        used 3 times, up to <ms>  @loop-safe
        used once, up to <ms>  call: forEach
        used once, up to <ms>  function: importFixtures
        used once, up to <ms>  loopSafe.allow at <root>/allowed.test.js:17, upTo: 2000
        used once, up to <ms>  loopSafe.allow at <root>/allowed.test.js:25
        used once, up to <ms>  loopSafe.allow at <root>/allowed.test.js:32
        used once, up to <ms>  loopSafe.allow at <root>/allowed.test.js:38
        used once, up to <ms>  loopSafe.allow at <root>/allowed.test.js:9"
    `)
  })
})

describe.each([
  ['in band', ['--runInBand']],
  ['in worker threads', ['--workerThreads', IN_WORKERS]],
])('%s', (how, args) => {
  test('stops what never ends, fails who blocks, and sums up', async () => {
    const files = specFiles('guard-jest-modes', '@jest/globals')
    const run = await createGuarded(how.replaceAll(' ', '-'), files).jest(...args)
    expect(run.hung).toBe(false)
    expect(run.verdicts).toEqual({
      blocks: 'failed',
      'blocks, and may': 'passed',
      'does not block': 'passed',
      'leaves work behind': 'failed',
      'has a hook behind it': 'passed',
      'runs away': 'failed',
      'does not run away': 'passed',
    })
    expect(shownPlace(readFailures('jest', run.text)['runs away']!)).toBe('runaway.test.js:4')
    expect(steadySummary(run.text).split('\n').toSorted().join('\n')).toMatchInlineSnapshot(`
      "  <ms>  modes.test.js > a hook (afterAll)  block (subjects.js:12)
        <ms>  modes.test.js > blocks  block (subjects.js:12)
        <ms>  modes.test.js > leaves work behind (behind its end)  block (subjects.js:12)
        <ms>, stopped  runaway.test.js > runs away  an anonymous function (runaway.test.js:4)
        never used  call: forEach
        never used  file: nowhere
        never used  function: importFixtures
        used once, up to <ms>  loopSafe.allow at <root>/modes.test.js:9
      loop-canary: 4 stalls of 40 ms or longer, the worst first
      loop-canary: allowances"
    `)
  })
})

describe('modes', () => {
  const { 'modes.test.js': file, 'runaway.test.js': runaway } = specFiles('guard-jest-modes', '@jest/globals')
  const files = { 'modes.test.js': file! }
  const allPassed = ['blocks', 'blocks, and may', 'does not block', 'leaves work behind', 'has a hook behind it']

  test('warn: what blocks is told and passes, what never ends is stopped and fails', async () => {
    const options = { testEnvironmentOptions: { loopCanary: { ...guard, mode: 'warn' } } }
    const run = await createGuarded('warn', { ...files, 'runaway.test.js': runaway! }, options).jest('--runInBand')
    expect(Object.keys(run.verdicts).filter((name) => run.verdicts[name] === 'passed')).toEqual(
      expect.arrayContaining([...allPassed, 'does not run away']),
    )
    expect(run.verdicts['runs away']).toBe('failed')
    expect(summaryOf(run.text)).toMatch(/^loop-canary: 4 stalls of 40 ms or longer, the worst first\n/)
  })

  test('off, by the environment: nobody looks', async () => {
    const blocks = `
      import { test } from '@jest/globals'
      import { block } from './subjects.js'
      test('blocks', () => block(200))
    `
    const run = await createGuarded('off', { 'off.test.js': blocks }, {}, { LOOP_CANARY: 'off' }).jest()
    expect(run.exitCode).toBe(0)
    expect(run.verdicts).toEqual({ blocks: 'passed' })
    expect(run.text).not.toContain('loop-canary')
  })
})

test('guards an environment of one’s own, which hears and sets up what it did', async () => {
  const own = `
    const { TestEnvironment } = require('jest-environment-node')
    const { withLoopCanary } = require('loop-canary/guard/jest')
    const making = (Base) =>
      class extends Base {
        constructor(config, context) {
          super(config, context)
          this.global.options = config.projectConfig.testEnvironmentOptions
        }
        async setup() {
          await super.setup()
          this.global.heard = []
        }
        handleTestEvent(event) {
          this.global.heard.push(event.name)
        }
      }
  `
  const testsIn = (environment: string, options: string): string => `
    /** @jest-environment ./${environment}.cjs */
    import { expect, test } from '@jest/globals'
    import { block } from './subjects.js'

    test('passes: has what its environment has set up, ${environment}', () => {
      expect(globalThis.heard).toContain('test_fn_start')
      expect(globalThis.options).toEqual({ ${options} })
      expect(globalThis.itsOwn).toBe(1)
      expect('loopCanary' in globalThis).toBe(false)
    })

    test('fails: blocks, ${environment}', () => block(200))
  `
  const files = {
    'below.cjs': `${own}module.exports = withLoopCanary(making(TestEnvironment))`,
    'above.cjs': `${own}module.exports = making(withLoopCanary(TestEnvironment))`,
    'below.test.js': testsIn('below', 'itsOwn: 1').trimStart(),
    'above.test.js': testsIn('above', 'itsOwn: 1, loopCanary: expect.anything()').trimStart(),
  }
  const testEnvironmentOptions = { loopCanary: guard, itsOwn: 1 }
  const run = await createGuarded('own-environment', files, { testEnvironmentOptions }).jest()
  expect(wrongVerdicts(run.verdicts), run.text).toEqual({})
  expect(Object.keys(run.verdicts)).toHaveLength(4)
})

test('names the files whose own choice of an environment leaves them without', async () => {
  const blocks = (name: string): string => `
    import { test } from '@jest/globals'
    import { block } from './subjects.js'
    test('blocks: ${name}', () => block(200))
  `
  const files = { 'a.test.js': blocks('a'), 'b.test.js': `/** @jest-environment node */${blocks('b')}` }
  const run = await createGuarded('unguarded', files).jest()
  expect(run.verdicts, run.text).toEqual({ 'blocks: a': 'failed', 'blocks: b': 'passed' })
  expect(run.text).toContain('loop-canary: no guard in b.test.js, because of another test environment\n')
})

describe('a file that never ends to load', () => {
  const runs = `import { test } from '@jest/globals'\ntest('passes: runs', () => {})`
  const files = { 'hangs.test.js': `${runs}\nfor (;;);`, 'runs.test.js': runs }
  test.each([
    ['processes', [IN_WORKERS], /A jest worker process .* crashed/],
    ['band', ['--runInBand'], /^/],
    // Jest tries four times before it gives up. That such a thread ends shows in Vitest's as well.
    ...(process.env.EVERY_WAY
      ? [['worker-threads', ['--workerThreads', IN_WORKERS], /Call retries were exceeded/] as const]
      : []),
  ] as const)('ends, and shows its line: in %s', async (how, args, told) => {
    const options = { testEnvironmentOptions: { loopCanary: { stopAfter: 200 } } }
    const temporary = join(sandbox, `temporary-${how}`)
    rmSync(temporary, { recursive: true, force: true })
    mkdirSync(temporary, { recursive: true })
    const run = await createGuarded(`hangs-in-${how}`, files, options, { TMPDIR: temporary }).jest(...args)
    expect(run.hung).toBe(false)
    expect(run.exitCode).not.toBe(0)
    expect(run.text).toMatch(/loop-canary: a function has blocked the event loop .*\n.*hangs\.test\.js:3:/)
    expect(run.text).toMatch(told)
    expect(readdirSync(temporary).filter((name) => name.startsWith('loop-canary-'))).toEqual([])
  })
})

describe('a guard that cannot be', () => {
  const files = { 'a.test.js': `import { test } from '@jest/globals'\ntest('a', () => {})` }

  test('fails the file where it would see nothing', async () => {
    const debugged = "require('node:inspector').open(0, '127.0.0.1')"
    const setUp = { setupFiles: ['<rootDir>/debugged.cjs'] }
    const run = await createGuarded('debugged', { ...files, 'debugged.cjs': debugged }, setUp).jest()
    expect(run.exitCode).toBe(1)
    expect(readFailures('jest', run.text)[FILE]).toMatch(
      /^loop-canary: the guard is not active in this worker: a debugger may be attached/,
    )
  })

  test('says what is wrong with its options', async () => {
    const run = await createGuarded('bad', files, { testEnvironmentOptions: { loopCanary: { maxStal: 1 } } }).jest()
    expect(readFailures('jest', run.text)[FILE]).toMatch(
      /^TypeError: Unknown option `maxStal`\. The options are maxStall, stopAfter, mode, allow, strict, scale\./,
    )
  })

  describe('without an environment of Jest’s beside it', () => {
    const parent = mkdtempSync(join(tmpdir(), 'loop-canary-test-'))
    afterAll(() => rmSync(parent, { recursive: true }))
    const make = "console.log(Object.getPrototypeOf(require('loop-canary/guard/jest').default).name)"

    test('takes that of the Jest that runs', async () => {
      const project = createProject(
        'strict',
        {
          'package.json': '{}',
          'store/node_modules/jest-runner/build/index.js': '',
          'store/node_modules/jest-environment-node/index.js': 'exports.default = class OfTheStore {}',
          'main.js': `require('./store/node_modules/jest-runner/build/index.js')\n${make}`,
        },
        parent,
      )
      const { stdout, stderr } = await project.node('main.js')
      expect(stderr).toBe('')
      expect(stdout).toBe('OfTheStore\n')
    })

    test('says what is missing', async () => {
      const project = createProject(
        'nothing',
        {
          'package.json': '{}',
          'main.js':
            "const { default: Environment } = require('loop-canary/guard/jest')\nnew Environment({ projectConfig: { testEnvironmentOptions: {} } }, {})",
        },
        parent,
      )
      const { stderr } = await project.node('main.js')
      expect(stderr).toContain("'loop-canary/guard/jest' found no 'jest-environment-node', which it is made from.")
    })
  })
})
