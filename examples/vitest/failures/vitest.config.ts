import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['failures/**/*.spec.ts'],
    setupFiles: ['loop-canary/vitest'],
    testTimeout: 30_000,
  },
})
