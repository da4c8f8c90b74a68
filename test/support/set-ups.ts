/** No statement about speed: a busy machine makes tests slow, and never makes them fail. */
const TEST_TIMEOUT_MS = 30_000

/** Vitest as users set it up. */
export const vitestSetUp = {
  'vitest.config.js': `export default {
    test: { setupFiles: ['loop-canary/vitest'], maxWorkers: 2, testTimeout: ${TEST_TIMEOUT_MS} }
  }`,
}

/** Jest as users set it up who write ESM syntax: a transform makes CommonJS of the specs. */
export const jestSetUp = {
  'transform.cjs': `
    const { transformSync } = require('esbuild')
    exports.process = (source, sourcefile) =>
      transformSync(source, { sourcefile, format: 'cjs', sourcemap: 'external', loader: 'ts' })
  `,
  'jest.config.json': JSON.stringify({
    maxWorkers: 2,
    testTimeout: TEST_TIMEOUT_MS,
    setupFilesAfterEnv: ['loop-canary/jest'],
    transform: { '\\.[jt]s$': '<rootDir>/transform.cjs' },
  }),
}

/** node:test with the matchers of the stand-alone `expect`. */
export const standAloneExpect = {
  'host.js': `
    import 'loop-canary/jest-globals'
    export { expect } from 'expect'
    export { test } from 'node:test'
  `,
}

/** node:test with its own assertions, called the way specs call matchers. */
export const ownAssertions = {
  'host.js': `
    import { rejects } from 'node:assert'
    import * as assertions from 'loop-canary/node-test'
    export { test } from 'node:test'

    const call = (subject, matcher, args) => assertions[matcher.replace(/^to/, 'assert')](subject, ...args)
    const each = (handle) => new Proxy({}, { get: (_, matcher) => (...args) => handle(matcher, args) })

    export const expect = (subject) => ({
      __proto__: each((matcher, args) => call(subject, matcher, args)),
      not: each((matcher, args) => rejects(call(subject, matcher, args), { name: 'AssertionError' })),
    })
  `,
}
