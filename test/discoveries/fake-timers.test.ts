import { createRequire } from 'node:module'
import { performance as perfHooks } from 'node:perf_hooks'
import FakeTimers from '@sinonjs/fake-timers'
import { afterEach, describe, expect, test, vi } from 'vitest'

// The live CommonJS object: that is what fake timers patch.
const timers: typeof import('node:timers') = createRequire(import.meta.url)('node:timers')
const real = { ...timers }
const realNow = perfHooks.now
const realGlobal = globalThis.performance

describe('@sinonjs/fake-timers, installed plainly', () => {
  let clock: FakeTimers.Clock | undefined
  afterEach(() => {
    clock?.uninstall()
    clock = undefined
  })

  test('patches node:timers, and keeps the originals in timersModuleMethods', () => {
    clock = FakeTimers.install()
    const { timersModuleMethods } = clock as unknown as {
      timersModuleMethods: { methodName: 'setTimeout'; original: unknown }[]
    }
    expect(timers.setTimeout).not.toBe(real.setTimeout)
    expect(timers.setImmediate).not.toBe(real.setImmediate)
    expect(timersModuleMethods.map(({ methodName }) => methodName).sort()).toEqual([
      'clearImmediate',
      'clearInterval',
      'clearTimeout',
      'setImmediate',
      'setInterval',
      'setTimeout',
    ])
    for (const { methodName, original } of timersModuleMethods) expect(original).toBe(real[methodName])
  })

  test('marks every faked function with its clock, but not performance.now', () => {
    clock = FakeTimers.install()
    const { nextTick, hrtime } = process
    for (const fake of [setTimeout, setImmediate, queueMicrotask, Date, nextTick, hrtime, timers.setTimeout]) {
      expect(fake).toHaveProperty('clock', clock)
    }
    expect(performance.now).not.toHaveProperty('clock')
  })

  test('replaces the global performance by an object without nodeTiming', () => {
    clock = FakeTimers.install()
    expect(globalThis.performance).not.toBe(realGlobal)
    expect(globalThis.performance.nodeTiming).not.toHaveProperty('uvMetricsInfo')
    expect(perfHooks.nodeTiming.uvMetricsInfo.loopCount).toBeGreaterThan(0)
  })

  test('shadows now of the real performance object; the method on the prototype stays real', () => {
    expect(Object.hasOwn(perfHooks, 'now')).toBe(false)
    clock = FakeTimers.install()
    expect(Object.hasOwn(perfHooks, 'now')).toBe(true)
    expect(perfHooks.now()).toBe(0)
    expect(Object.getPrototypeOf(perfHooks).now).toBe(realNow)
    expect(realNow.call(perfHooks)).toBeGreaterThan(0)
  })
})

describe("Vitest's fake timers", () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('leave node:timers and node:perf_hooks alone', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'Date', 'performance', 'hrtime', 'queueMicrotask'] })
    expect(setTimeout).toHaveProperty('clock')
    expect(process.hrtime).toHaveProperty('clock')
    expect(globalThis.performance).not.toBe(realGlobal)
    expect(timers.setTimeout).toBe(real.setTimeout)
    expect(timers.setImmediate).toBe(real.setImmediate)
    expect(perfHooks.now).toBe(realNow)
  })
})
