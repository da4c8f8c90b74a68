import { describe, expect, test } from 'vitest'
import { readFailures } from '../support/failures.ts'
import { createProject } from '../support/runner.ts'
import { waysHere } from '../support/ways.ts'

const guard = { stopAfter: 500 }

describe('what waits for something that was stopped, and was another’s, does not wait for ever', () => {
  // Its server lets nobody go, and its runner has no limit of time.
  test('a request to a server of a hook, in node:test', async () => {
    const project = createProject('node-test/guard-standstill', {
      'package.json': JSON.stringify({ type: 'module', 'loop-canary': guard }),
      'server.test.js': `
        import { createServer, get } from 'node:http'
        import { after, before, describe, test } from 'node:test'
        import { setTimeout as sleep } from 'node:timers/promises'

        describe('server', () => {
          let server
          before((_, done) => {
            server = createServer(() => {
              for (;;);
            }).listen(0, '127.0.0.1', done)
          })
          after((_, done) => {
            server.close(done)
            server.closeAllConnections()
          })
          test('passes: the one before', () => {})
          test('fails: asks', (_, done) => {
            get({ port: server.address().port, agent: false }, done).on('error', () => {})
          })
          test('passes: longer than that is waited for', () => sleep(1500))
        })
      `,
    })
    const run = await project.nodeTest('--import', 'loop-canary/guard/node-test')
    expect(run.hung).toBe(false)
    expect(run.exitCode).toBe(1)
    expect(run.verdicts).toMatchObject({
      'passes: the one before': 'passed',
      'fails: asks': 'failed',
      'passes: longer than that is waited for': 'passed',
    })
    const failures = readFailures('nodeTest', run.text)
    expect(failures['fails: asks']).toMatch(
      /^Error: loop-canary: what it waited for was lost when something that never ends was stopped\n +at <root>\/server\.test\.js:10:\d+ \{\n/,
    )
    expect(failures['<root>/server.test.js']).toContain(
      'server.test.js > server (before) has left work behind that blocked the event loop',
    )
  })

  test.for(waysHere(['forks', 'threads']))('the end of a fixture, in Vitest, %s', async (pool) => {
    const project = createProject(`vitest/guard-standstill-${pool}`, {
      'fixture.test.js': `
        import { test } from 'vitest'

        const fixture = test.extend({
          endless: async ({}, use) => {
            await use(1)
            for (;;);
          },
        })
        fixture('has a fixture', ({ endless }) => {})
      `,
      'other.test.js': "import { test } from 'vitest'\ntest('passes: one', () => {})\n",
      'vitest.config.js': `
        import { loopCanary } from 'loop-canary/guard/vitest'
        export default { plugins: [loopCanary(${JSON.stringify(guard)})], test: { maxWorkers: 1 } }
      `,
    })
    const run = await project.vitest(`--pool=${pool}`)
    expect(run.hung).toBe(false)
    expect(run.exitCode).toBe(1)
    expect(run.text).toMatch(
      /^loop-canary: Vitest waits for what was stopped\. Ending the (?:process|worker thread)\.\nLoopBlockedError: fixture\.test\.js > has a fixture has left work behind/m,
    )
    expect(run.text).toMatch(/^ +at endless \(<root>\/fixture\.test\.js:7:\d+\)$/m)
    expect(run.verdicts['passes: one']).toBe('passed')
  })
})
