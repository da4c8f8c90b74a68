import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFailures } from '../support/failures.ts'
import { markedPlaces, shownPlace } from '../support/marks.ts'
import { asCommonJs, createProject, specFiles, type TestRun } from '../support/runner.ts'

const PRELOADED = ['--import', 'loop-canary/guard/node-test']
const REQUIRED = ['--require', 'loop-canary/guard/node-test']

const rules = [{ function: 'legacyParse' }, { file: 'nowhere' }]

const places = markedPlaces(new URL('specs/guard-node-test/', import.meta.url))

/** A package.json as users write it. */
const manifest = (guard: object): string => JSON.stringify({ type: 'module', 'loop-canary': guard })

/** The tests whose verdict is not the one that their name announces. */
const wrong = ({ verdicts }: TestRun): string[] =>
  Object.entries(verdicts)
    .filter(([name, verdict]) => verdict !== (name.startsWith('fails: ') ? 'failed' : 'passed'))
    .map(([name]) => name)

describe('the guard judges each test and each hook of node:test, and lets be what is allowed', async () => {
  const files = {
    ...specFiles('guard-node-test', 'node:test'),
    'package.json': manifest({ maxStall: 40, stopAfter: 2000, allow: rules }),
  }
  const project = createProject('node-test/guard', files)
  const run = await project.nodeTest(...PRELOADED)
  const failures = readFailures('nodeTest', run.text)

  test('fails who blocks, and nobody else', () => {
    expect(run.hung).toBe(false)
    expect(run.exitCode).toBe(1)
    // Suites fail with a test of theirs, and the file with what came behind the verdict of its test.
    const file = join(project.folder, 'guard.test.js')
    const suites = ['allowances', 'hooks', 'around all', 'at once']
    expect(wrong(run).toSorted(), run.text).toEqual([...suites, file, 'fails: what it has left behind'].toSorted())
  })

  test('begins with the line that blocked', () => {
    expect(failures['fails: a block']).toMatchInlineSnapshot(`
      "Error [LoopBlockedError]: The test blocked the event loop

      Expected: the event loop free at least every 40 ms (the guard's \`maxStall\`)
      Received: blocked for <ms>, by block (subjects.js:12)

        <whose time it was>
        Give the loop a turn every few ms (await setImmediate), move the work to a worker,
        or allow it: loopSafe.allow(() => …) from loop-canary, or a rule in the option \`allow\`.
          at block (<root>/subjects.js:12:<loop or call>)
          at <root>/guard.test.js:22:3"
    `)
    expect(shownPlace(failures['fails: a key']!)).toBe(places.get('a key'))
    expect(failures['fails: own error first']).toMatch(/^Error: its own\n/)
    expect(failures['fails: in its afterEach']).toContain('The afterEach hook blocked the event loop')
    expect(failures['<root>/guard.test.js']).toContain(
      'guard.test.js > fails: what it has left behind has left work behind that blocked the event loop',
    )
  })

  test('sums up', () => {
    expect(run.text).toMatch(/^loop-canary: \d+ stalls of 40 ms or longer, the worst first$/m)
    expect(run.text).toMatch(/^ {2}used once, up to \d+ ms +function: legacyParse$/m)
    expect(run.text).toMatch(/^ {2}used once, up to \d+ ms +loopSafe\.allow at <root>\/guard\.test\.js:\d+$/m)
  })
})

describe('what is no test blocks, and is told of by its name or its line', async () => {
  const files = { ...specFiles('guard-node-test-hooks', 'node:test'), 'package.json': manifest({ maxStall: 40 }) }
  const project = createProject('node-test/guard-hooks', files)
  const run = await project.nodeTest(...PRELOADED)
  const failures = readFailures('nodeTest', run.text)
  test('fails who is concerned, and nobody else', () => {
    expect(run.hung).toBe(false)
    expect(run.exitCode).toBe(1)
    // A file goes by its whole path, unless it is node:test itself that finds it wrong, because its tests had ended when it blocked.
    const files = wrong(run).map((file) => basename(file))
    expect(files.toSorted(), run.text).toEqual(
      ['late', 'root-after', 'suite', 'top-level'].map((name) => `${name}.test.js`),
    )
  })

  test.for([
    ['fails: behind a before', 'before', 'hooks.test.js:5'],
    ['fails: its own after', 'after', 'hooks.test.js:10'],
    ['fails: behind a beforeEach', 'beforeEach', 'hooks.test.js:14'],
    ['fails: in front of an afterEach', 'afterEach', 'hooks.test.js:19'],
    ['fails: behind a before of the file', 'before', 'root-before.test.js:4'],
    ['<root>/root-after.test.js', 'after', 'root-after.test.js:4'],
  ] as const)('%s: the %s hook', ([name, hook, line]) => {
    expect(failures[name]).toContain(`The ${hook} hook blocked the event loop`)
    expect(failures[name]).toContain(`<root>/${line}:`)
  })

  test.for([
    ['suite.test.js', 5],
    ['top-level.test.js', 6],
  ] as const)('outside of all tests: %s', ([name, line]) => {
    expect(failures[`<root>/${name}`]).toContain('Something outside of all tests blocked the event loop')
    expect(failures[`<root>/${name}`]).toContain(`<root>/${name}:${line}:`)
  })

  test('what blocks when the last test has ended', () => {
    expect(run.text).toContain('late.test.js > passes: for now has left work behind that blocked the event loop')
    expect(run.text).toMatch(/^ +at <root>\/late\.test\.js:5:\d+$/m)
  })
})

describe('what node:test has a say in', () => {
  /** What it tells of each failure, however it prints errors of its own. */
  const messages = ({ text }: TestRun): string[] =>
    Object.entries(readFailures('nodeTest', text)).map(([name, failure]) => {
      const [first] = failure.split('\n')
      return `${name}: ${first!.replace(/^Error(?: \[\w+\])?: |^'|'$/g, '')}`
    })

  test('its own failures stay what they are, and what a test forks is left alone', async () => {
    const project = createProject('node-test/guard-own', specFiles('guard-node-test-own', 'node:test'))
    const guarded = await project.nodeTest(...PRELOADED)
    expect(guarded.hung).toBe(false)
    expect(wrong(guarded), guarded.text).toEqual([])
    const plain = await project.nodeTest('own.test.js')
    expect(messages(guarded)).toEqual(messages(plain))
    expect(messages(guarded)).toContain('fails: done is called twice: callback invoked multiple times')
  })

  const marks = createProject('node-test/guard-marks', specFiles('guard-node-test-marks', 'node:test'))

  test('skip and todo', async () => {
    const { exitCode, text, verdicts } = await marks.nodeTest(...PRELOADED, 'marks.test.js')
    expect(exitCode, text).toBe(0)
    expect(verdicts).toEqual({
      'passes: no mark': 'passed',
      'passes: skipped # SKIP': 'passed',
      'fails: to do # TODO': 'failed',
    })
    expect(text).toMatch(/loop-canary: 1 stall of 100 ms or longer\n.*marks\.test\.js > fails: to do {2}/)
  })

  test('only', async () => {
    const { exitCode, text, verdicts } = await marks.nodeTest('--test-only', ...PRELOADED, 'only.test.js')
    expect(exitCode, text).toBe(1)
    expect(verdicts).toEqual({
      'passes: one of the only ones': 'passed',
      'fails: another of the only ones': 'failed',
    })
  })
})

describe('how it is set up', () => {
  const blocks = `import { test } from 'node:test'\nimport { block } from './subjects.js'\ntest('blocks', () => block(400))\n`
  const run = (name: string, guard: object, files = {}, env = {}): Promise<TestRun> =>
    createProject(
      `node-test/guard-${name}`,
      { 'a.test.js': blocks, 'package.json': manifest(guard), ...files },
      undefined,
      env,
    ).nodeTest(...PRELOADED)

  test('in mode warn nobody fails, and all is told', async () => {
    const { exitCode, text } = await run('warn', { mode: 'warn' })
    expect(exitCode, text).toBe(0)
    expect(text).toMatch(
      /loop-canary: 1 stall of 100 ms or longer\n.*\d+ ms {2}a\.test\.js > blocks {2}block \(subjects\.js:12\)/,
    )
  })

  test('in mode off nobody looks', async () => {
    const { exitCode, text } = await run('off', {}, {}, { LOOP_CANARY: 'off' })
    expect(exitCode, text).toBe(0)
    expect(text).not.toContain('loop-canary: ')
  })

  test('all files in one process', async () => {
    const other = `${blocks.replace("'blocks'", "'blocks, too'")}test('waits', () => {})\n`
    const isolation = process.version.startsWith('v22.') ? '--experimental-test-isolation' : '--test-isolation'
    const project = createProject('node-test/guard-one-process', { 'a.test.js': blocks, 'b.test.js': other })
    const { hung, exitCode, text, verdicts } = await project.nodeTest(`${isolation}=none`, ...PRELOADED)
    expect(hung).toBe(false)
    expect(exitCode).toBe(1)
    expect(verdicts).toEqual({ blocks: 'failed', 'blocks, too': 'failed', waits: 'passed' })
    expect(text).toMatch(/ms {2}a\.test\.js > blocks {2}/)
    expect(text).toMatch(/ms {2}b\.test\.js > blocks, too {2}/)
  })

  // node:test runs the first test of a CommonJS file before anything else could be waited for.
  test('required, from the first test on', async () => {
    const project = createProject('node-test/guard-required', {
      ...asCommonJs({ 'a.test.js': `${blocks}test('waits', () => {})\n` }),
      'b.test.mjs': `import { test } from 'node:test'\nimport subjects from './subjects.js'\ntest('a module', () => subjects.block(400))\n`,
    })
    const { exitCode, text, verdicts } = await project.nodeTest(...REQUIRED)
    expect(exitCode, text).toBe(1)
    expect(verdicts).toEqual({ blocks: 'failed', waits: 'passed', 'a module': 'failed' })
  })

  test('bad input, to what is required', async () => {
    const files = { 'a.test.js': blocks, 'package.json': manifest({ maxStal: 50 }) }
    const { exitCode, text } = await createProject('node-test/guard-required-bad', files).nodeTest(...REQUIRED)
    expect(exitCode).toBe(1)
    expect(text).toContain('Unknown option `maxStal`.')
  })

  // As somebody does who has use for the method, and keeps others from replacing it; or as a later node:test may do.
  test.for([
    ['imported', PRELOADED],
    ['required', REQUIRED],
  ] as const)('where node:test does not come by, every test fails: %s', async ([name, preloaded]) => {
    const keeps = `const { AsyncResource } = require('node:async_hooks')
      const { runInAsyncScope } = AsyncResource.prototype
      Object.defineProperty(AsyncResource.prototype, 'runInAsyncScope', { get: () => runInAsyncScope, set() {} })`
    const files = { 'a.test.js': `${blocks}test('waits', () => {})\n`, 'keeps.cjs': keeps }
    const project = createProject(`node-test/guard-passed-by-${name}`, files)
    const run = await project.nodeTest('--require', './keeps.cjs', ...preloaded)
    expect(run.exitCode).toBe(1)
    expect(run.verdicts).toEqual({ blocks: 'failed', waits: 'failed' })
    const failures = readFailures('nodeTest', run.text)
    expect(failures.waits).toContain(
      'Error: loop-canary: the guard is not active in this worker: it is not told of tests',
    )
  })

  test('bad input', async () => {
    const { exitCode, text } = await run('bad', { maxStal: 50 })
    expect(exitCode).toBe(1)
    expect(text).toContain('Unknown option `maxStal`. The options are maxStall, stopAfter, mode, allow, strict, scale.')
  })

  test('where it cannot see, the run fails', async () => {
    const project = createProject('node-test/guard-blind', { 'a.test.js': blocks })
    const flags = ['--permission', '--allow-fs-read=*', '--allow-fs-write=*']
    const { exitCode, text } = await project.node(...flags, ...PRELOADED, 'a.test.js')
    expect(exitCode).toBe(1)
    expect(text).toContain('loop-canary: the guard is not active in this worker: ')
  })

  test.for([
    ['the top level of a module', 'for (;;);'],
    ['the body of a suite', "describe('suite', () => {for (;;);})"],
  ] as const)('%s that never ends ends its file, with its line', async ([name, code]) => {
    const bad = `import { describe, test } from 'node:test'\ntest('one', () => {})\n${code}\n`
    const other = `import { test } from 'node:test'\ntest('other', () => {})\n`
    const files = { 'a.test.js': bad, 'b.test.js': other }
    const { hung, exitCode, text, verdicts } = await run(name.replaceAll(' ', '-'), { stopAfter: 400 }, files)
    expect(hung).toBe(false)
    expect(exitCode).toBe(1)
    expect(text).toMatch(/a\.test\.js:3:\d+/)
    expect(verdicts.other).toBe('passed')
  })
})
