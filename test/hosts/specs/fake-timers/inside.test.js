import { expect, test } from 'host'
import { fakes } from './fakes.js'
import { block, cooperate } from './subjects.js'

const matchers = fakes.loadMatchers()
const real = globalThis.setTimeout

for (const mode of ['default', 'everything']) {
  test(`passes: ${mode} faked inside the function`, async () => {
    await matchers
    const within = (subject) => () => {
      fakes.install(mode)
      setTimeout(() => {}, 1000)
      return subject()
    }
    const expectStillFaked = () => {
      expect(fakes.count()).toBeGreaterThan(0)
      expect(globalThis.setTimeout).not.toBe(real)
      fakes.uninstall()
      expect(globalThis.setTimeout).toBe(real)
    }
    try {
      await expect(within(() => block(150))).toBlockLoopFor(30)
      expectStillFaked()
      await expect(within(() => cooperate(10))).toNotBlockLoopFor(100)
      expectStillFaked()
      await expect(within(() => cooperate(10))).toYieldAtLeast(10)
      expectStillFaked()
      await expect(within(() => cooperate(10))).toYieldToPoll()
      expectStillFaked()
      await expect(within(() => block(10))).not.toYieldToPoll()
      expectStillFaked()
    } finally {
      fakes.uninstall()
    }
  }, 20_000)
}
