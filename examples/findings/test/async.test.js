import { describe, expect, test } from 'vitest'
import { afterImmediate, lookUpAll, versions, workForever, workForeverAsync, workInTurns } from '../src/async.js'
import { immediatesDuring } from './immediates.js'
import { cacheOf } from './sample-data.js'

const KEYS = 100_000
const cache = cacheOf(KEYS)
const keys = [...cache.keys()]

describe('async 3.2.6 defers to a microtask', () => {
  const async = versions['3.2.6']

  test('setImmediate', async () => {
    await expect(() => afterImmediate(async)).not.toYieldToPoll()
    expect(await immediatesDuring(() => afterImmediate(async))).toBe(0)
  })

  test('ensureAsync', async () => {
    await expect(() => lookUpAll(async, keys, cache)).not.toYieldToPoll({ stopAfter: false })
    expect(await immediatesDuring(() => lookUpAll(async, keys, cache))).toBe(0)
  })

  test('forever', async () => {
    await expect(() => workForever(async)).toStarveLoop({ stopAfter: 250 })
  })

  test("forever, with Node's setImmediate", async () => {
    await expect(() => workInTurns(async)).toKeepYieldingFor(200, { budget: 100 })
  })
})

describe('async 3.2.0 waits for the loop', () => {
  const async = versions['3.2.0']

  test('setImmediate', async () => {
    await expect(() => afterImmediate(async)).toYieldAtLeast(1)
    expect(await immediatesDuring(() => afterImmediate(async))).toBe(1)
  })

  test('ensureAsync, once for each key', async () => {
    await expect(() => lookUpAll(async, keys, cache)).toYieldAtLeast(KEYS)
  })

  test('forever', async () => {
    await expect(() => workForever(async)).toKeepYieldingFor(200, { budget: 100 })
  })
})

test.each(Object.entries(versions))(
  'in async %s, an async function that awaits nothing starves the loop',
  async (_, async) => {
    await expect(() => workForeverAsync(async)).toStarveLoop({ stopAfter: 250 })
  },
)
