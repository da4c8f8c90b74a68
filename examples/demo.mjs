/**
 * Runs functions that block the event loop under the matchers, in Vitest, and shows how the tests fail. The failures are
 * the point: the demo itself fails when they do not appear.
 */
import { join } from 'node:path'
import { startVitest } from 'vitest/node'
import { buildWhenStale } from '../test/support/build.ts'

const root = join(import.meta.dirname, '..')

buildWhenStale()

console.log('Functions that block the event loop, and two that do not, under the matchers of loop-canary in Vitest.')
console.log('A § is one of the essay “Why Node Handles 100k Sockets but Dies on One Loop”, whose functions these are.')
console.log('Source: examples/vitest/failures/essay.spec.ts')

const vitest = await startVitest('test', ['failures/essay.spec.ts'], {
  root: join(root, 'examples/vitest'),
  config: false,
  watch: false,
  include: ['failures/essay.spec.ts'],
  // In your own project: 'loop-canary/vitest'.
  setupFiles: [join(root, 'dist/vitest.js')],
  testTimeout: 30_000,
})

const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
await vitest.close()

/** Whether the tests below a `describe` ended that way, and there are any. */
const all = (suite, state) => {
  const own = tests.filter((test) => test.parent.name === suite)
  return own.length > 0 && own.every((test) => test.result().state === state)
}
const saidWhy = tests
  .flatMap((test) => test.result().errors ?? [])
  .every(({ message }) => /Received: .*(blocked for|starved for|without a visit to poll|stopped after)/.test(message))

const shown = all('blocks', 'failed') && all('lets the loop go on', 'passed') && saidWhy
const failures = tests.filter((test) => test.result().state === 'failed').length
console.log(
  shown
    ? `As it should be: the ${failures} functions that keep timers and sockets waiting failed, and the others passed.`
    : 'The demo did not show what it should: see above for the tests that failed or passed against expectation.',
)
process.exitCode = shown ? 0 : 1
