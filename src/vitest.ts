import { afterAll, expect, inject } from 'vitest'
import type { Inconclusive } from './matchers/inconclusive.ts'
import type { LoopMatchers } from './matchers/index.ts'
import * as matchers from './matchers/index.ts'
import { accuseIn } from './matchers/unawaited.ts'
import { presetSettings, type Settings } from './settings.ts'

expect.extend({ ...matchers })
accuseIn({ afterAll })
presetSettings(inject('loopCanarySettings') ?? {})

declare module 'vitest' {
  // Without type parameters, so that it merges with `Matchers<T>` of Vitest 3 and 4 and with `Matchers<R, T>` of Vitest 5.
  interface Matchers extends LoopMatchers {}

  interface ProvidedContext {
    /** What the plugin of the guard was told that holds for the matchers. */
    loopCanarySettings?: Settings
  }

  interface TaskMeta {
    /** What loop-canary has to say about the test, for reporters. */
    loopCanary?: {
      inconclusive: Pick<Inconclusive, 'matcher' | 'why'>[]
      /** What budgets were multiplied by, where they were. */
      scale?: number
    }
  }
}
