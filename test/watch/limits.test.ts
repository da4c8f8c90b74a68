import { describe, expect, test } from 'vitest'
import { resolveWatchOptions, type WatchOptions } from '../../src/options.ts'
import { callLimit, limitsOf } from '../../src/watch/limits.ts'

const limitFor = (options: WatchOptions): number => callLimit(limitsOf(resolveWatchOptions(options)))

describe('the limit of Node’s for a call, which does not know what the machine takes', () => {
  test.each<[options: WatchOptions, limitMs: number]>([
    // By default it comes right behind `timeout`, and before the runners' 5 s.
    [{}, 4500],
    // As late as that allows, and not so late that nobody waits for it.
    [{ timeout: 8000 }, 8500],
    [{ timeout: 24_000 }, 10_000],
    [{ timeout: false }, 10_000],
    // The sentinel comes first.
    [{ timeout: 1000 }, 3000],
    [{ stopAfter: 2000, timeout: 4000 }, 6000],
    [{ stopAfter: 100, timeout: false }, 2100],
    [{ stopAfter: false, timeout: 4000 }, 12_000],
    [{ budget: 3000, stopAfter: 1000, timeout: false }, 13_000],
    [{ stopAfter: false, timeout: false }, Number.POSITIVE_INFINITY],
  ])('%j: %d ms', (options, limitMs) => {
    expect(limitFor(options)).toBe(limitMs)
  })
})
