import { execSync } from 'node:child_process'
import { pbkdf2Sync } from 'node:crypto'
import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { type LoopReport, watchLoop } from '../../src/index.ts'
import { burn } from '../support/burn.ts'

const options = { budget: 20 }
const wait = (ms: number): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
const sitesOf = ({ longestStall }: LoopReport) => longestStall.sites.map((site) => [site.call?.name, site.function])

describe('what filled a stall is known', () => {
  test('when it is a call of a built-in, however long it took', async () => {
    // Too short for a look, and long enough for one.
    for (const ms of [15, 100]) {
      const { longestStall } = await watchLoop(() => wait(ms), options)
      expect(longestStall.kind).toBe('native-call')
      expect(longestStall.sites[0]).toMatchObject({ call: { name: 'Atomics.wait', count: 1 } })
      expect(longestStall.sites.filter(({ call }) => call)).toHaveLength(1)
      expect(longestStall.sites[0]!.share).toBeGreaterThan(0.5)
    }
  })

  test('when it is many calls, which are told together', async () => {
    const hash = (): unknown => pbkdf2Sync('a', 'b', 30_000, 32, 'sha256')
    const { longestStall } = await watchLoop(() => {
      for (let round = 0; round < 10; round++) hash()
    }, options)
    const [site, ...others] = longestStall.sites
    expect(others.filter(({ call }) => call)).toEqual([])
    expect(site).toMatchObject({
      function: 'hash',
      call: { name: 'crypto.pbkdf2Sync', count: 10, iterations: 300_000 },
    })
    // A look may have come between two of them, where the machine may have taken its time.
    expect(site!.share).toBeGreaterThan(0.5)
    expect(longestStall.kind).toBe('native-call')
  })

  test('when it is a call in one of several turns', async () => {
    const { longestStall, stalls } = await watchLoop(async () => {
      burn(20)
      await turn()
      wait(100)
      await turn()
    }, options)
    expect(longestStall.kind).toBe('native-call')
    expect(stalls.filter(({ sites }) => sites.some(({ call }) => call))).toHaveLength(1)
  })

  test('when it is a call and something else, each with its part', async () => {
    // A busy machine takes its time to run the child, which is the call's part: most of the stall is the work all the same.
    function work(): void {
      burn(800)
    }
    const report = await watchLoop(
      () => {
        execSync('sleep 0.1')
        work()
      },
      { ...options, stopAfter: false, timeout: false },
    )
    const { kind, sites } = report.longestStall
    expect(kind).toBe('sync')
    expect([sites[0], ...sites[0]!.callers].map((place) => place!.function)).toContain('work')
    const called = sites.filter(({ call }) => call)
    expect(called).toMatchObject([{ call: { name: 'child_process.execSync' } }])
    expect(called[0]!.share).toBeLessThan(0.5)
    const sum = sites.reduce((sum, { share }) => sum + share, 0)
    expect(sum).toBeCloseTo(1)
  })

  test('when a call ends and an innocent line follows', async () => {
    function innocent(): void {
      burn(1)
    }
    for (let round = 0; round < 5; round++) {
      const report = await watchLoop(() => {
        wait(100)
        innocent()
      }, options)
      expect(sitesOf(report)[0]).toEqual(['Atomics.wait', 'wait'])
      expect(report.longestStall.sites[0]!.share).toBeGreaterThan(0.5)
    }
  })

  test('when a call calls code of the user’s, which it is not to blame for', async () => {
    function revive(): void {
      // So long that somebody looks, however late the sentinel is.
      burn(500)
    }
    const { longestStall } = await watchLoop(() => JSON.parse('1', revive), options)
    const [site] = longestStall.sites
    expect(longestStall.kind).toBe('sync')
    expect([site, ...site!.callers].map((place) => place!.function)).toContain('revive')
  })
})

describe('a wait', () => {
  const callOf = ({ longestStall }: LoopReport) => longestStall.sites[0]?.call

  test('that its own timeout ended tells how long that was', async () => {
    const twice = async () => {
      wait(30)
      wait(20)
    }
    expect(callOf(await watchLoop(twice, options))).toMatchObject({ name: 'Atomics.wait', count: 2, waitMs: 50 })
  })

  test('that somebody ended, or that had no number for a timeout, does not', async () => {
    const lock = new Int32Array(new SharedArrayBuffer(4))
    // It counts from the wait on: one that was over at once would not be told.
    const code = `
      const { parentPort, workerData } = require('node:worker_threads')
      parentPort.once('message', () => setInterval(() => Atomics.notify(workerData, 0), 50))
    `
    const waker = new Worker(code, { eval: true, workerData: lock })
    await once(waker, 'online')
    const wakeMe = (): unknown => {
      waker.postMessage('soon')
      return Atomics.wait(lock, 0, 0, 10_000)
    }
    const woken = callOf(await watchLoop(wakeMe, { ...options, stopAfter: 5000 }))
    await waker.terminate()
    expect(woken).toEqual({ name: 'Atomics.wait', count: 1 })
    const odd = callOf(await watchLoop(() => Atomics.wait(lock, 0, 0, '40' as unknown as number), options))
    expect(odd).toEqual({ name: 'Atomics.wait', count: 1 })
  })
})

describe('a call that is stopped', () => {
  const stopped = { budget: 20, stopAfter: 100 }

  test('is told with what is known of it', async () => {
    const report = await watchLoop(() => wait(60_000), stopped)
    expect(report.outcome.kind).toBe('stopped')
    expect(report.longestStall).toMatchObject({ kind: 'native-call', stopped: true })
    expect(sitesOf(report)).toEqual([['Atomics.wait', 'wait']])
    expect(report.syncCalls).toMatchObject([{ name: 'Atomics.wait', count: 1, site: { function: 'wait' } }])
  })

  test('in a later turn', async () => {
    const report = await watchLoop(async () => {
      await turn()
      wait(60_000)
    }, stopped)
    expect(sitesOf(report)).toEqual([['Atomics.wait', 'wait']])
  })

  test('does not hide the calls of later turns', async () => {
    const report = await watchLoop(
      () => {
        setTimeout(() => JSON.parse('1'), 1)
        wait(60_000)
      },
      { ...stopped, floor: 0 },
    )
    expect(report.outcome.kind).toBe('stopped')
    const { syncCalls } = await watchLoop(() => JSON.parse('1'), { floor: 0 })
    expect(syncCalls).toMatchObject([{ name: 'JSON.parse', count: 1 }])
  })

  test('one of many short ones, in which the thread is found inside of a wrapper most of the time', async () => {
    const before = { parse: JSON.parse, stringify: JSON.stringify }
    const report = await watchLoop(() => {
      for (;;) JSON.parse('1')
    }, stopped)
    expect(report.outcome.kind).toBe('stopped')
    expect(report.longestStall.stopped).toBe(true)
    expect({ parse: JSON.parse, stringify: JSON.stringify }).toEqual(before)
    expect(JSON.parse).toBe(before.parse)
  })
})
