// Runs the tests that depend on Node on the versions that `npm test` does not run on.
import { onNodes } from './on-nodes.mjs'

const OTHER_NODES = ['22', '26']

/** What comes out the same on every Node: what the compilers and linters say about the package. */
const SAME_ON_EVERY_NODE = ['test/types/**', 'test/package/lint.test.ts', 'test/package/contents.test.ts']

const excluded = SAME_ON_EVERY_NODE.map((pattern) => `--exclude=${pattern}`)
process.exitCode = onNodes(['vitest', 'run', ...excluded], OTHER_NODES)
