import { defineConfig, type Options } from 'tsup'

const shared: Options = {
  target: 'node22',
  platform: 'node',
  outDir: 'dist',
  treeshake: true,
  // `node:test` exists under no other name.
  removeNodeProtocol: false,
  external: ['vitest', 'expect', '@jest/globals', /^#/],
}

/** What a test file can import from either module system. */
const dual = {
  index: 'src/index.ts',
  matchers: 'src/matchers/index.ts',
  jest: 'src/jest.ts',
  'jest-globals': 'src/jest-globals.ts',
  'node-test': 'src/node-test.ts',
}

export default defineConfig([
  {
    // The engine is loaded by Node's own CommonJS loader, once per thread, whatever loads the rest (see src/engine.ts).
    ...shared,
    entry: { watch: 'src/watch.ts', 'sentinel-thread': 'src/sentinel/thread.ts' },
    format: 'cjs',
  },
  {
    ...shared,
    entry: dual,
    format: 'cjs',
    dts: true,
    splitting: true,
    define: { 'import.meta.url': '__filename' },
  },
  {
    // `require('vitest')` throws, so what imports Vitest is ESM only.
    ...shared,
    entry: { ...dual, vitest: 'src/vitest.ts' },
    format: 'esm',
    dts: true,
    splitting: true,
  },
])
