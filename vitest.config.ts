import { defineConfig } from 'vitest/config'
import { TEST_LIMIT_MS } from './test/support/limits.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: TEST_LIMIT_MS,
    hookTimeout: TEST_LIMIT_MS,
    maxWorkers: 2,
    // Tests that open a debugger's port need not tell.
    execArgv: ['--inspect-publish-uid=http'],
    reporters: ['default', ...(process.env.GITHUB_ACTIONS ? ['github-actions'] : []), './scripts/gate-reporter.mjs'],
  },
})
