import { guardTests } from './node/guard-tests.ts'

/**
 * The guard for a whole suite of node:test: no test and no hook may block the event loop, and what never ends is stopped. Test files
 * need not change. Options stand in `"loop-canary"` of the package.json in the working directory.
 *
 * @module
 * @example
 * ```sh
 * node --test --import loop-canary/guard/node-test
 * ```
 */
await guardTests(true)
