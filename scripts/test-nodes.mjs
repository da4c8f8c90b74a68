// Runs the tests that depend on Node on the versions that `npm test` does not run on.
import { onNodes } from './on-nodes.mjs'

const OTHER_NODES = ['22', '26']

/**
 * What comes out the same on every Node: pure functions, what the compilers and linters say about the package, what reporters make of a message,
 * what only waits for time to pass, and what the guard makes of a runner, where the tests of node:test have its engine.
 */
const SAME_ON_EVERY_NODE = [
  'test/doctor/**',
  'test/matchers/describe-block.test.ts',
  'test/matchers/evidence.test.ts',
  'test/matchers/message.test.ts',
  'test/matchers/timeline.test.ts',
  'test/matchers/units.test.ts',
  'test/matchers/unread.test.ts',
  'test/matchers/virtual-time.test.ts',
  'test/matchers/visits.test.ts',
  'test/types/**',
  'test/verdict/**',
  'test/options.test.ts',
  'test/package/lint.test.ts',
  'test/package/bin.test.ts',
  'test/package/contents.test.ts',
  'test/hosts/*-failures.test.ts',
  'test/hosts/*-misuse.test.ts',
  'test/hosts/*-subject-errors.test.ts',
  'test/hosts/annotations.test.ts',
  'test/hosts/cold-start.test.ts',
  'test/hosts/concurrent-tests.test.ts',
  'test/hosts/guard-jest.test.ts',
  'test/hosts/guard-task-update.test.ts',
  'test/hosts/guard-time-limits.test.ts',
  'test/hosts/guard-vitest-projects.test.ts',
  'test/hosts/guard-vitest.test.ts',
  'test/hosts/healthy.test.ts',
  'test/hosts/inconclusive.test.ts',
  'test/hosts/last-resort.test.ts',
  'test/hosts/oldest-node.test.ts',
  'test/hosts/project-settings.test.ts',
  'test/hosts/queue.test.ts',
  'test/hosts/runner-features.test.ts',
  'test/hosts/runner-in-a-test.test.ts',
  'test/hosts/time-limits.test.ts',
  'test/sentinel/last-resort.test.ts',
  'test/sentinel/coexistence.test.ts',
  'test/cli/**',
]

const excluded = SAME_ON_EVERY_NODE.map((pattern) => `--exclude=${pattern}`)
process.exitCode = onNodes(['vitest', 'run', ...excluded], OTHER_NODES)
