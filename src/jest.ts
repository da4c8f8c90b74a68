import type { LoopMatchers } from './matchers/index.ts'
import * as matchers from './matchers/index.ts'
import { accuseUnawaited } from './matchers/unawaited.ts'

declare global {
  namespace jest {
    interface Matchers<R, T> extends LoopMatchers {}
  }
}

interface JestGlobals {
  expect?: { extend(matchers: object): void }
  afterEach?(hook: () => void): void
}

const { expect, afterEach } = globalThis as JestGlobals

if (!expect || !afterEach) {
  throw new Error(
    "'loop-canary/jest' found no global `expect`. List it under `setupFilesAfterEnv`, which Jest loads after its globals " +
      "are there; with `injectGlobals: false`, list 'loop-canary/jest-globals' instead.",
  )
}

expect.extend({ ...matchers })
afterEach(accuseUnawaited)
