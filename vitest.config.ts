import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Most test files start runners of their own in child processes.
    testTimeout: 60_000,
    maxWorkers: 2,
  },
})
