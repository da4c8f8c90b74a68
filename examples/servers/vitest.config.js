import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.js'],
    setupFiles: ['loop-canary/vitest'],
    // A busy machine makes these tests slow, and never makes them fail.
    testTimeout: 30_000,
  },
})
