import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['failures/**/*.spec.js'],
    setupFiles: ['loop-canary/vitest'],
    testTimeout: 30_000,
  },
})
