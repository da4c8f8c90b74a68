import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFailures } from '../support/failures.ts'
import { markedPlaces } from '../support/marks.ts'
import { root } from '../support/package.ts'
import { createProject, specFiles, type TestRun } from '../support/runner.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { vitest4 } from '../support/versions.ts'

const GUARD = "{ maxStall: 40, stopAfter: 600, allow: [{ function: 'legacyParse' }, { file: 'nowhere', upTo: 500 }] }"

const places = markedPlaces(new URL('specs/guard-vitest/', import.meta.url))

/** A config as users write it, with what else it is to have. */
const config = (guard: string, others = ''): string => `
  import { loopCanary } from 'loop-canary/guard/vitest'
  export default { plugins: [loopCanary(${guard})], test: { maxWorkers: 2, testTimeout: 30_000, ${others} } }
`

/** Keeps the loop busy for 400 ms of CPU time. */
const BLOCK = "import { block } from './subjects.js'\nblock(400)\n"
const ONE_TEST = "import { test } from 'vitest'\ntest('passes: one', () => {})\n"

describe('the guard judges each test and each hook, and lets be what is allowed', () => {
  const matchers = "setupFiles: ['loop-canary/vitest']"
  const files = { ...specFiles('guard-vitest', 'vitest'), 'vitest.config.js': config(GUARD, matchers) }

  function expectJudged(run: TestRun): void {
    expect(wrongVerdicts(run.verdicts), run.text).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(51)
    expect(run.exitCode).toBe(1)
    expect(run.text).not.toMatch(/Unhandled|unattributed/)
  }

  const project = createProject('vitest/guard', files)
  // In threads and vmThreads in guard-runaways.test.ts.
  test('in Vitest 4', async () => {
    expectJudged(await createProject('guard', files, vitest4()).vitest())
  })

  test('in Vitest 5, forks; the failures begin with the line that blocked, the summary with the worst', async () => {
    const run = await project.vitest('--pool=forks')
    expectJudged(run)
    const failures = readFailures('vitest', run.text)
    expect(failures['fails: a block']).toMatchInlineSnapshot(`
      "LoopBlockedError: The test blocked the event loop

      Expected: the event loop free at least every 40 ms (the guard's \`maxStall\`)
      Received: blocked for <ms>, by block (subjects.js:12)

        <whose time it was>
        Give the loop a turn every few ms (await setImmediate), move the work to a worker,
        or allow it: loopSafe.allow(() => …) from loop-canary, or a rule in the option \`allow\`.
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ guard.test.js:35:3"
    `)
    expect(failures['fails: own error first']).toMatchInlineSnapshot(`
      "Error: its own
       ❯ guard.test.js:45:9
           45|   throw new Error('its own')
             |         ^

      Caused by: LoopBlockedError: The test blocked the event loop

      Expected: the event loop free at least every 40 ms (the guard's \`maxStall\`)
      Received: blocked for <ms>, by block (subjects.js:12)

        <whose time it was>
        Give the loop a turn every few ms (await setImmediate), move the work to a worker,
        or allow it: loopSafe.allow(() => …) from loop-canary, or a rule in the option \`allow\`.
       ❯ block subjects.js:12:<loop or call>
       ❯ guard.test.js:44:3"
    `)
    expect(failures['fails: a query']).toContain(` ❯ ${places.get('a query')}:`)
    expect(failures['hooks > fails: in its afterEach']).toMatch(
      /^LoopBlockedError: The afterEach hook blocked the event loop\n/,
    )
    expect(failures['fails: what it has left behind']).toMatch(
      /^LoopBlockedError: guard\.test\.js > fails: what it has left behind has left work behind that blocked the event loop\n/,
    )
    expect(failures['handlers of the end > fails: in its onTestFinished']).toMatch(
      /^LoopBlockedError: An onTestFinished handler blocked the event loop\n/,
    )
    expect(failures['handlers of the end > fails: in its onTestFailed, which never ends']).toMatch(
      /LoopBlockedError: An onTestFailed handler blocked[\s\S]*guard\.test\.js:208/,
    )
    for (const [name, whose] of [
      ['hooks around a test > fails: in its aroundEach, before it', 'The aroundEach hook'],
      ['hooks around a test > fails: in its aroundEach, behind it', 'The aroundEach hook'],
      ['hooks around a test > fails: in the midst of its aroundEach', 'The test'],
      ['a hook around a suite', 'The aroundAll hook'],
      ['a hook around a suite > fails: in the midst of its aroundAll', 'The test'],
    ]) {
      expect(failures[name!], name).toMatch(new RegExp(`^LoopBlockedError: ${whose} blocked the event loop\n`))
      expect(failures[name!], name).not.toMatch(/\nLoopBlockedError/)
    }
    const summary = run.text.slice(run.text.indexOf('loop-canary: '))
    expect(summary).toMatch(
      /^loop-canary: 23 stalls of 40 ms or longer, the worst first\n( {2}\d+ ms(?:, stopped)? +guard\.test\.js > .+\n){10} {2}and 13 more\n/,
    )
    expect(summary).toMatch(/^ {2}used once, up to \d+ ms +function: legacyParse$/m)
    expect(summary).toMatch(/^ {2}never used +file: nowhere, upTo: 500$/m)
    expect(summary).toMatch(/^ {2}used once, up to \d+ ms +loopSafe\.allow at <root>\/guard\.test\.js:\d+$/m)
  })
})

describe('what blocks outside of tests is told with its line', () => {
  const others = { 'other.test.js': ONE_TEST, 'vitest.config.js': config('{ stopAfter: 500 }') }

  test('the top level of a module, the body of a suite, a module that never ends or cannot be loaded; and the others go on', async () => {
    const suite = `import { describe } from 'vitest'\nimport { block } from './subjects.js'\n${ONE_TEST}describe('suite', () => block(400))\n`
    const run = await createProject('vitest/guard-outside', {
      ...others,
      'module.test.js': BLOCK + ONE_TEST,
      'suite.test.js': suite,
      'runaway.test.js': `${ONE_TEST}for (;;);\n`,
      'unloadable.test.js': `${ONE_TEST}throw new Error('not to be had')\n`,
    }).vitest()
    expect(run.hung).toBe(false)
    expect(run.exitCode).toBe(1)
    const told = (file: string): RegExpExecArray | null =>
      new RegExp(`FAIL {2}${file}\\.test\\.js .*\\nLoopBlockedError: (.*) blocked the event loop`).exec(run.text)
    expect(told('module')?.[1]).toBe('Loading the test file')
    expect(run.text).toMatch(/^ ❯ module\.test\.js:2:\d+$/m)
    expect(told('suite')?.[1]).toBe('Something outside of all tests')
    expect(run.text).toMatch(/^ ❯ suite\.test\.js:5:\d+$/m)
    expect(told('runaway')?.[1]).toBe('Loading the test file')
    expect(run.text).toMatch(/^ ❯ runaway\.test\.js:3:\d+$/m)
    // What it fails with is its own.
    expect(run.text).toMatch(/FAIL {2}unloadable\.test\.js .*\nError: not to be had\n ❯ unloadable\.test\.js:3:7$/m)
    expect(run.text).toContain('4 failed | 1 passed (5)')
    expect(run.text).not.toContain('Unhandled')
  })

  test.for(['forks', 'threads'])('a suite whose body never ends ends its worker, in %s', async (pool) => {
    const suite = `import { describe } from 'vitest'\n${ONE_TEST}describe('suite', () => {\n  for (;;);\n})\n`
    const run = await createProject(`vitest/guard-endless-${pool}`, { ...others, 'bad.test.js': suite }).vitest(
      `--pool=${pool}`,
    )
    expect(run.hung).toBe(false)
    expect(run.exitCode).toBe(1)
    expect(run.text).toMatch(
      /^loop-canary: a function has blocked the event loop where nobody can go on without it\. Ending the .*\.\n {4}at <root>\/bad\.test\.js:5:\d+$/m,
    )
    expect(run.verdicts['passes: one']).toBe('passed')
  })
})

describe('how it is set up', () => {
  const blocks = `import { test } from 'vitest'\nimport { block } from './subjects.js'\ntest('blocks', () => block(400))\n`
  const run = (name: string, guard: string, others = '', files = {}, env = {}): Promise<TestRun> =>
    createProject(
      `vitest/guard-${name}`,
      { 'a.test.js': blocks, 'vitest.config.js': config(guard, others), ...files },
      undefined,
      env,
    ).vitest()

  test('in mode warn nobody fails, and all is told', async () => {
    const { exitCode, text } = await run('warn', "{ mode: 'warn' }")
    expect(exitCode, text).toBe(0)
    expect(text).toMatch(
      /^loop-canary: 1 stall of 100 ms or longer\n {2}\d+ ms {2}a\.test\.js > blocks {2}block \(subjects\.js:12\)$/m,
    )
  })

  test.for(["{ mode: 'off' }", '{}'])('in mode off nobody looks: %s', async (guard) => {
    const env = guard === '{}' ? { LOOP_CANARY: 'off' } : {}
    const { exitCode, text } = await run('off', guard, '', {}, env)
    expect(exitCode, text).toBe(0)
    expect(text).not.toContain('loop-canary')
  })

  test('the environment comes before the config', async () => {
    const { exitCode, text } = await run('environment', "{ mode: 'off' }", '', {}, { LOOP_CANARY: 'fail' })
    expect(exitCode, text).toBe(1)
    expect(text).toContain('LoopBlockedError: The test blocked the event loop')
  })

  test('beside the reporter, which would tell everything again', async () => {
    const { text } = await run('listed', '{ maxStall: 80 }', "reporters: ['default', 'loop-canary/reporter/vitest']")
    expect(text.match(/^loop-canary: .*$/gm), text).toEqual(['loop-canary: 1 stall of 80 ms or longer'])
  })

  test('with a runner, a set-up file and reporters of the project’s own', async () => {
    const files = {
      'a.test.js': blocks,
      'vitest.config.js': config(
        '{}',
        "runner: './runner.ts', setupFiles: ['./set-up.js'], reporters: ['verbose', './reporter.js']",
      ),
      'runner.ts': `
        import { TestRunner } from 'vitest'
        export default class extends TestRunner {
          async onBeforeRunTask(test: { name: string }) {
            console.log('own runner: ' + test.name)
            await super.onBeforeRunTask(test as never)
          }
        }
      `,
      'set-up.js': "console.log('own set-up')",
      'reporter.js': "export default class { onTestRunEnd() { console.log('own reporter') } }",
    }
    const project = createProject('vitest/guard-own', files)
    const { exitCode, text } = await project.node(join(root, 'node_modules/vitest/vitest.mjs'), 'run')
    expect(exitCode, text).toBe(1)
    for (const own of ['own runner: blocks', 'own set-up', 'own reporter']) expect(text).toContain(own)
    expect(text).toContain('LoopBlockedError: The test blocked the event loop')
    expect(text).toContain('loop-canary: 1 stall of 100 ms or longer')
  })

  test.for([
    ['{ maxStal: 50 }', 'Unknown option `maxStal`. The options are maxStall, stopAfter, mode, allow, strict, scale.'],
    ['{ maxStall: 0 }', 'Expected the `maxStall` option to be a positive number of milliseconds, got `0` (number)'],
    [
      '{ allow: [{}] }',
      'Expected a rule in the `allow` option to be an object with a file, a function or a call, got `[object Object]` (object)',
    ],
  ] as const)('bad input: %s', async ([guard, message]) => {
    const { exitCode, text } = await run('bad', guard)
    expect(exitCode).toBe(1)
    expect(text).toContain(message)
  })

  test('bad input from the environment', async () => {
    const { text } = await run('bad-environment', '{}', '', {}, { LOOP_CANARY: 'of' })
    expect(text).toContain('Expected the environment variable LOOP_CANARY to be fail, warn or off, got `"of"` (string)')
  })

  test('where it cannot see, the run fails', async () => {
    const permissions =
      "pool: 'forks', execArgv: ['--permission', '--allow-fs-read=*', '--allow-fs-write=*', '--allow-addons']"
    const { exitCode, text } = await run('blind', '{}', permissions)
    expect(exitCode).toBe(1)
    expect(text).toContain('loop-canary: the guard is not active in this worker: ')
  })
})
