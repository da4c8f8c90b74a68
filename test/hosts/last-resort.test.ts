import { describe, expect, test } from 'vitest'
import { createProject, IN_WORKERS, specFiles } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'

// Each run waits for half a minute, and does nothing meanwhile.
describe.concurrent('where nothing can stop a test, its process ends, and it is named', () => {
  const TOLD =
    /^loop-canary: a function has blocked the event loop in a call of child_process\.execFileSync, which cannot be stopped\. Ending the process\.\n {2}while this ran: child\.test\.js > a suite.*waits for a child without end$/m

  test('by the reporter of Vitest', async () => {
    const files = { ...specFiles('last-resort', 'vitest'), ...vitestSetUp }
    const run = await createProject('vitest/last-resort', files).vitest('--reporter=loop-canary/reporter/vitest')
    expect(run.exitCode).toBe(1)
    expect(run.text).toMatch(TOLD)
    expect(run.text).toMatch(
      /^loop-canary: 1 worker had to be ended, because nobody could go on there\n {2}child\.test\.js > a suite > waits for a child without end: blocked the event loop in a call of child_process\.execFileSync, which cannot be stopped$/m,
    )
  })

  test('by the reporter of Jest', async () => {
    const files = { ...specFiles('last-resort', '@jest/globals'), ...jestSetUp }
    const flags = [IN_WORKERS, '--reporters=default', '--reporters=loop-canary/reporter/jest']
    const run = await createProject('jest/last-resort', files).jest(...flags)
    expect(run.exitCode).toBe(1)
    expect(run.text).toMatch(TOLD)
    expect(run.text).toMatch(
      /^loop-canary: 1 worker had to be ended, because nobody could go on there\n {2}child\.test\.js > a suite waits for a child without end: blocked the event loop in a call of child_process\.execFileSync, which cannot be stopped$/m,
    )
  })

  test('by node:test, which shows what the process has written', async () => {
    const host = "import 'loop-canary/node-test'\nexport { describe, test } from 'node:test'\n"
    const spec = specFiles('last-resort', './host.js')
      ['child.test.js']!.replace('describe, expect, test', 'describe, test')
      .replace('async () =>', 'async (t) =>')
      .replace(/expect\((.*)\)\.toNotBlockLoopFor\(50\)/, 't.assert.notBlockLoopFor($1, 50)')
    const run = await createProject('node-test/last-resort', { 'child.test.js': spec, 'host.js': host }).nodeTest()
    expect(run.exitCode).toBe(1)
    expect(run.text).toMatch(TOLD)
  })

  test('under the guard, whatever the test is', async () => {
    const files = {
      ...specFiles('last-resort-guard', 'vitest'),
      'vitest.config.js': `
        import { loopCanary } from 'loop-canary/guard/vitest'
        export default { plugins: [loopCanary({ maxStall: 100, stopAfter: 1000 })] }
      `,
    }
    const run = await createProject('vitest/last-resort-guard', files).vitest()
    expect(run.exitCode).toBe(1)
    expect(run.text).toMatch(
      /^loop-canary: 1 worker had to be ended, because nobody could go on there\n {2}child\.test\.js > waits for a child for too long: blocked the event loop in a call of child_process\.execFileSync, which cannot be stopped$/m,
    )
  })
})
