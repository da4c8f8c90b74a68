import { readFileSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

const shared: Options = {
  target: 'node22',
  platform: 'node',
  outDir: 'dist',
  treeshake: true,
  // `node:test` exists under no other name.
  removeNodeProtocol: false,
  external: [/^vitest/, 'expect', '@jest/globals', /^#/],
}

const licenceOf = (name: string): string => `/*!\n${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, 'utf8')}*/`

/** What a test file, or a config, can import from either module system. */
const dual = {
  index: 'src/index.ts',
  matchers: 'src/matchers/index.ts',
  jest: 'src/jest.ts',
  'jest-globals': 'src/jest-globals.ts',
  'node-test': 'src/node-test.ts',
  'guard/jest': 'src/guard/jest.ts',
}

const imported = {
  ...dual,
  vitest: 'src/vitest.ts',
  'reporter/vitest': 'src/reporter/vitest.ts',
  'reporter/jest': 'src/reporter/jest.ts',
  'guard/node-test': 'src/guard/node-test.ts',
  'guard/vitest': 'src/guard/vitest.ts',
}

const required = { ...dual, 'guard/node-test': 'src/guard/node-test-required.ts' }

export default defineConfig([
  {
    // The engine is loaded by Node's own CommonJS loader, once per thread, whatever loads the rest (see src/engine.ts).
    ...shared,
    entry: {
      watch: 'src/thread-engine.ts',
      'sentinel-thread': 'src/sentinel/thread.ts',
      'traffic-thread': 'src/traffic/thread.ts',
    },
    format: 'cjs',
  },
  {
    // Loaded by the engine when somebody asks for it, with the library that it is made of, and that library's licence.
    ...shared,
    entry: { 'virtual-time': 'src/virtual-time/virtual-time.ts' },
    format: 'cjs',
    // Half of the library is comments.
    minify: true,
    footer: { js: licenceOf('@sinonjs/fake-timers') },
  },
  {
    ...shared,
    // Either module system requires `#test-guard`, which is for nobody to import.
    entry: { ...required, 'test-guard': 'src/guard/node/test-guard.ts' },
    format: 'cjs',
    dts: { entry: required },
    splitting: true,
    define: { 'import.meta.url': '__filename' },
  },
  {
    // `require('vitest')` throws, so what imports Vitest is ESM only; so is what runners load themselves, once.
    ...shared,
    // Vitest loads its runner by the path that the plugin gives it.
    entry: { ...imported, 'guard/vitest-runner': 'src/guard/vitest/runner.ts' },
    format: 'esm',
    dts: { entry: imported },
    splitting: true,
  },
  {
    // Nobody imports the command, so it brings the one library that it needs with it, and that library's licence.
    ...shared,
    entry: { cli: 'src/cli.ts', 'doctor-child': 'src/doctor/stops-child.ts' },
    format: 'esm',
    splitting: true,
    footer: { js: licenceOf('cac') },
  },
])
