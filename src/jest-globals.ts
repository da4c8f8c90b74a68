import { createRequire } from 'node:module'
import type { expect as StandaloneExpect } from 'expect'
import type { LoopMatchers } from './matchers/index.ts'
import * as matchers from './matchers/index.ts'
import { accuseIn, type Hooks } from './matchers/unawaited.ts'

declare module 'expect' {
  // `@jest/globals` takes its matchers from here, too.
  interface Matchers<R> extends LoopMatchers {}
}

interface Host extends Hooks {
  expect: typeof StandaloneExpect
}

const require = createRequire(import.meta.url)

/** `@jest/globals` inside Jest; it throws anywhere else, and there it is the stand-alone `expect`. */
function findHost(): Host {
  try {
    return require('@jest/globals')
  } catch {
    return require('expect')
  }
}

const { expect, afterEach, afterAll } = findHost()
expect.extend({ ...matchers })
accuseIn({ afterEach, afterAll })
