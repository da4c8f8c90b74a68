import { describe, expect, test } from 'vitest'
import { readFailures, steady } from '../support/failures.ts'
import { createProject, IN_WORKERS, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'
import { type Verdicts, wrongVerdicts } from '../support/verdicts.ts'
import { vitest4 } from '../support/versions.ts'

/** What is told of inconclusive assertions at the end of the run. */
const counted = (text: string): string =>
  steady(/^loop-canary: .*(?:\n {2}.*)*/m.exec(text)?.[0] ?? '').replace(/for [\d.]+ ms/g, 'for <ms>')

/** What a second look makes of it is no matter of how it is told: one way of each runner asks for all tests, the others for these. */
const IN_DOUBT = ['--testNamePattern=in doubt|strictly', 3] as const
const ALL = ['--testNamePattern=.', 7] as const

const asked = ({ verdicts }: TestRun): Verdicts =>
  Object.fromEntries(Object.entries(verdicts).filter(([, verdict]) => !/^(?:skipped|pending)$/.test(verdict)))

describe.each([
  ['Vitest 5', undefined, ALL],
  ['Vitest 4', vitest4, IN_DOUBT],
] as const)('%s', (version, parent, [pattern, count]) => {
  test('annotates tests that are inconclusive, and counts them', async () => {
    const files = { ...specFiles('inconclusive', 'vitest'), ...vitestSetUp }
    const project = createProject(`vitest/inconclusive-${version.at(-1)}`, files, parent?.())
    const run = await project.vitest(pattern, '--reporter=loop-canary/reporter/vitest', '--reporter=github-actions')
    expect(wrongVerdicts(asked(run))).toEqual({})
    expect(Object.keys(asked(run))).toHaveLength(count)
    expect(counted(run.text)).toMatchInlineSnapshot(`
      "loop-canary: 2 assertions were inconclusive
        inconclusive.test.js > passes: in doubt: toNotBlockLoopFor: blocked for <ms> by child_process.execSync ← standStill (inconclusive.test.js:7); the machine took up to <ms>: suspended for <ms>
        inconclusive.test.js > passes: in doubt, and not: toNotBlockLoopFor: blocked for <ms> by child_process.execSync ← standStill (inconclusive.test.js:7); the machine took up to <ms>: suspended for <ms>"
    `)
    const annotations = run.text.split('\n').filter((line) => line.startsWith('::warning '))
    expect(annotations).toHaveLength(2)
    expect(annotations[0]).toMatch(/suspended for/)
    const failures = readFailures('vitest', run.text)
    expect(failures['fails: strictly']).toMatchInlineSnapshot(`
      "Error: expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: inconclusive: blocked for <ms> by child_process.execSync ← standStill (inconclusive.test.js:7); the machine took up to <ms>: suspended for <ms>

        <strip>
        └ <ms> in one turn, most of it in blocking calls
        <whose time it was>
        what waited: <who>
       ❯ inconclusive.test.js:25:28
           25|   await expect(standStill).toNotBlockLoopFor(50, { strict: true })
             |                            ^"
    `)
    if (count === ALL[1]) expect(failures['fails: clear the second time']).toMatch(/^Received: blocked for/m)
  })
})

/** A set-up file that makes every assertion of the project a strict one. */
const STRICT = "import { configure } from 'loop-canary'\nconfigure({ strict: true })\n"

describe('without a reporter', () => {
  const PLACE = /inconclusive\.test\.js:17:28/

  test.each([
    ['Vitest 5', undefined],
    ['Vitest 4', vitest4],
  ] as const)('%s writes it, with its test and its line', async (version, parent) => {
    const files = { ...specFiles('inconclusive', 'vitest'), ...vitestSetUp }
    const project = createProject(`vitest/inconclusive-plain-${version.at(-1)}`, files, parent?.())
    const { text, exitCode } = await project.vitest('--testNamePattern=in doubt$')
    expect(exitCode).toBe(0)
    expect(text).toMatch(/^stderr \| inconclusive\.test\.js > passes: in doubt$/m)
    expect(text).toMatch(/^loop-canary: inconclusive: .*: toNotBlockLoopFor: blocked for .*: suspended for /m)
    expect(text).toMatch(PLACE)
  })

  test('Jest warns, with its test and its line, and counts', async () => {
    const files = { ...specFiles('inconclusive', '@jest/globals'), ...jestSetUp }
    const run = await createProject('jest/inconclusive', files).jest('--testNamePattern=in doubt$')
    expect(run.exitCode).toBe(0)
    expect(run.text).toMatch(/LoopCanaryWarning: .*inconclusive\.test\.js:17:\d+ > passes: in doubt\nexpect\(subject\)/)
    expect(counted(run.text)).toBe('loop-canary: 1 assertion was inconclusive')
  })

  test('and with a strict project it fails', async () => {
    const files = { ...specFiles('inconclusive', 'vitest'), 'strict.js': STRICT }
    const config = "export default { test: { setupFiles: ['loop-canary/vitest', './strict.js'] } }"
    const project = createProject('vitest/inconclusive-strict', { ...files, 'vitest.config.js': config })
    const run = await project.vitest('--testNamePattern=in doubt$')
    expect(run.verdicts).toMatchObject({ 'passes: in doubt': 'failed' })
    expect(readFailures('vitest', run.text)['passes: in doubt']).toMatch(/^Received: inconclusive: blocked for/m)
  })
})

describe('Jest', () => {
  const files = { ...specFiles('inconclusive', '@jest/globals'), ...jestSetUp }
  test.each([
    ['in processes', [IN_WORKERS], IN_DOUBT],
    ['in band', ['--runInBand'], ALL],
    ['in worker threads', [IN_WORKERS, '--workerThreads'], IN_DOUBT],
  ] as const)('warns of what is inconclusive, and counts it: %s', async (how, flags, [pattern, count]) => {
    const project = createProject(`jest/inconclusive-${how.replaceAll(' ', '-')}`, files)
    const run = await project.jest(pattern, ...flags, '--reporters=default', '--reporters=loop-canary/reporter/jest')
    expect(wrongVerdicts(asked(run))).toEqual({})
    expect(Object.keys(asked(run))).toHaveLength(count)
    expect(counted(run.text)).toMatchInlineSnapshot(`
      "loop-canary: 2 assertions were inconclusive
        inconclusive.test.js > passes: in doubt: toNotBlockLoopFor: blocked for <ms> by child_process.execSync ← standStill (inconclusive.test.js:7); the machine took up to <ms>: suspended for <ms>
        inconclusive.test.js > passes: in doubt, and not: toNotBlockLoopFor: blocked for <ms> by child_process.execSync ← standStill (inconclusive.test.js:7); the machine took up to <ms>: suspended for <ms>"
    `)
    const failures = readFailures('jest', run.text)
    expect(failures['fails: strictly']).toMatchInlineSnapshot(`
      "expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: inconclusive: blocked for <ms> by child_process.execSync ← standStill (inconclusive.test.js:7); the machine took up to <ms>: suspended for <ms>

        <strip>
        └ <ms> in one turn, most of it in blocking calls
        <whose time it was>
        what waited: <who>

      > 25 |   await expect(standStill).toNotBlockLoopFor(50, { strict: true })
           |                            ^

        at Object.<anonymous> (inconclusive.test.js:25:28)"
    `)
  })
})

test('node:test says it at the test, and how many when the process ends', async () => {
  const run = await createProject('node-test/inconclusive', specFiles('node-test-inconclusive', '')).nodeTest()
  expect(wrongVerdicts(run.verdicts)).toEqual({})
  expect(Object.keys(run.verdicts)).toHaveLength(5)
  expect(counted(run.text)).toMatchInlineSnapshot(`"loop-canary: 2 assertions were inconclusive"`)
  expect(run.text).toMatch(/^ℹ t\.assert\.notBlockLoopFor\(subject, 50\)/m)
})
