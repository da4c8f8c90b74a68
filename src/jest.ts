import type { LoopMatchers } from './matchers/index.ts'
import * as matchers from './matchers/index.ts'
import { accuseIn, type Hooks } from './matchers/unawaited.ts'

declare global {
  namespace jest {
    interface Matchers<R, T> extends LoopMatchers {}
  }
}

interface JestGlobals extends Hooks {
  expect?: { extend(matchers: object): void }
}

const { expect, afterEach, afterAll } = globalThis as JestGlobals

if (!expect || !afterEach) {
  throw new Error(
    "'loop-canary/jest' found no global `expect`. List it under `setupFilesAfterEnv`, which Jest loads after its globals " +
      "are there; with `injectGlobals: false`, list 'loop-canary/jest-globals' instead.",
  )
}

expect.extend({ ...matchers })
accuseIn({ afterEach, afterAll })
