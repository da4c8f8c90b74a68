import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Most test files start runners of their own in child processes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Tests that open a debugger's port need not tell.
    execArgv: ['--inspect-publish-uid=http'],
    reporters: [
      'default',
      ...(process.env.GITHUB_ACTIONS ? ['github-actions'] : []),
      // For scripts/sum-tests.mjs: one file for each Node that the tests were run on.
      ['json', { outputFile: `.vitest/json/node-${process.versions.node}.json` }],
    ],
  },
})
