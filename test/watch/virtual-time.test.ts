import { pbkdf2 } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as timers from 'node:timers'
import * as timersPromises from 'node:timers/promises'
import { setInterval as everyMs, setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { burn, burntMs } from '../support/burn.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const virtual = { clock: 'virtual' } as const

/** The burn goes by the CPU time of the thread, of which a look at its stack would take some. */
const unseen = { ...virtual, budget: 1000 }

const callbackSleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('time flies for a function', () => {
  test.each([
    ['the global', callbackSleep],
    ['node:timers', (ms: number) => new Promise((resolve) => timers.setTimeout(resolve, ms))],
    ['a named import of node:timers/promises', (ms: number) => sleep(ms)],
    ['node:timers/promises', (ms: number) => timersPromises.setTimeout(ms)],
  ])('that sleeps by %s', async (_where, sleepFor) => {
    const { outcome, virtualMs, durationMs, yields } = await watchLoop(async () => {
      await sleepFor(HOUR_MS)
      await sleepFor(HOUR_MS)
    }, virtual)
    expect(outcome.kind).toBe('resolved')
    // What went by for real is in the hours: it may be any time that the machine takes.
    expect(durationMs).toBeLessThan(10_000)
    expect(virtualMs).toBeGreaterThanOrEqual(2 * HOUR_MS - 2)
    expect(virtualMs).toBeLessThan(2 * HOUR_MS + 10_000)
    expect(yields).toEqual({ timers: 2, immediates: 0, io: 0 })
  })

  test('that polls once a minute, by each sort of interval', async () => {
    const { outcome, yields, longestStall } = await watchLoop(async () => {
      let polls = 0
      await new Promise<void>((resolve) => {
        const interval = setInterval(() => {
          if (++polls < 60) return
          clearInterval(interval)
          resolve()
        }, MINUTE_MS)
      })
      for await (const _ of everyMs(MINUTE_MS)) if (++polls === 120) break
    }, virtual)
    expect(outcome.kind).toBe('resolved')
    expect(yields?.timers).toBe(120)
    expect(longestStall.ms).toBeLessThan(MINUTE_MS)
  })

  test('on all the clocks that it sees, and each goes on by itself', async () => {
    const inMs = ([seconds, nanoseconds]: [number, number]) => seconds * 1e3 + nanoseconds / 1e6
    const read = () => ({
      date: Date.now(),
      // biome-ignore lint/complexity/useDateNow: that is read above
      newDate: new Date().valueOf(),
      performance: performance.now(),
      hrtime: inMs(process.hrtime()),
      bigint: Number(process.hrtime.bigint()) / 1e6,
    })
    const before = read()
    await watchLoop(async () => {
      const atCall = read()
      await sleep(HOUR_MS)
      const after = read()
      for (const name of Object.keys(atCall) as (keyof typeof atCall)[]) {
        expect(after[name] - atCall[name], name).toBeGreaterThanOrEqual(HOUR_MS - 2)
        expect(after[name] - atCall[name], name).toBeLessThan(HOUR_MS + 10_000)
        expect(Number.isInteger(after.date)).toBe(true)
      }
      const untilMs = performance.now() + 5
      while (performance.now() < untilMs);
      const untilDate = Date.now() + 5
      while (Date.now() < untilDate);
      expect(process.hrtime(process.hrtime())[0]).toBe(0)
    }, virtual)
    const after = read()
    for (const name of Object.keys(before) as (keyof typeof before)[]) {
      expect(after[name] - before[name], name).toBeLessThan(HOUR_MS)
    }
  })
})

describe('what the function does takes its time', () => {
  test('and is a stall', async () => {
    const { longestStall } = await watchLoop(async () => {
      await sleep(HOUR_MS)
      burn(80)
      await sleep(HOUR_MS)
    }, unseen)
    expect(burntMs(longestStall)).toBeGreaterThan(75)
  })

  test('as a timer that is set after it comes later', async () => {
    const order: string[] = []
    await watchLoop(async () => {
      const first = callbackSleep(100).then(() => order.push('100 ms after the call'))
      burn(80)
      await callbackSleep(50).then(() => order.push('50 ms after 80 ms of work'))
      await first
    }, virtual)
    expect(order).toEqual(['100 ms after the call', '50 ms after 80 ms of work'])
  })

  test('in one turn when several timers are due at once, with the microtasks of each behind it', async () => {
    const order: string[] = []
    const report = await watchLoop(async () => {
      const work = (name: string) => {
        order.push(name)
        queueMicrotask(() => order.push(`microtask of ${name}`))
        burn(40)
      }
      setTimeout(work, HOUR_MS, 'one')
      setTimeout(work, HOUR_MS, 'two')
      // Due when the others have done their work.
      setTimeout(work, HOUR_MS + 50, 'three')
      await sleep(HOUR_MS + 60)
    }, unseen)
    expect(order).toEqual(['one', 'microtask of one', 'two', 'microtask of two', 'three', 'microtask of three'])
    // A CPU that is taken away while they are set makes the second one due when the first has done its work, in a turn of its own.
    if (report.noise.descheduledMs < 30) expect(burntMs(report.longestStall)).toBeGreaterThan(110)
  })

  test('as its immediates are real', async () => {
    const { pollVisits, yields, virtualMs } = await watchLoop(async () => {
      const timeout = setTimeout(() => {}, HOUR_MS)
      for (let round = 0; round < 20; round++) await turn()
      clearTimeout(timeout)
    }, virtual)
    expect(pollVisits).toBeGreaterThanOrEqual(20)
    expect(yields).toEqual({ timers: 0, immediates: 20, io: 0 })
    expect(virtualMs).toBeLessThan(HOUR_MS)
  })

  test.each([
    ['a file', () => readFile(import.meta.filename)],
    ['a key', () => promisify(pbkdf2)('a', 'b', 200_000, 32, 'sha256')],
    ['an answer', () => answer()],
  ])('and %s comes before a timer of an hour', async (_what, work) => {
    const { virtualMs, yields } = await watchLoop(async () => {
      const timeout = setTimeout(() => {}, HOUR_MS)
      await work()
      clearTimeout(timeout)
    }, virtual)
    expect(virtualMs).toBeLessThan(HOUR_MS)
    expect(yields?.io).toBeGreaterThan(0)
  })

  test('while a server that takes its time to answer does not', async () => {
    const { outcome, virtualMs } = await watchLoop(() => answer(HOUR_MS), virtual)
    expect(outcome.kind).toBe('resolved')
    expect(virtualMs).toBeGreaterThanOrEqual(HOUR_MS - 1)
  })
})

/** Asks a server of this thread, which sleeps for a while before it answers. */
async function answer(delayMs?: number): Promise<void> {
  const server = createServer(async (_request, response) => {
    if (delayMs !== undefined) await sleep(delayMs)
    response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve, reject) => {
    get({ port, agent: false }, (response) => response.resume().on('end', resolve)).on('error', reject)
  })
  await new Promise((resolve) => server.close(resolve))
}

describe('a watch of virtual time', () => {
  test('ends when its time is over, by the clock of the function', async () => {
    const { outcome, virtualMs } = await watchLoop(() => sleep(2 * HOUR_MS), { ...virtual, timeout: HOUR_MS })
    expect(outcome.kind).toBe('pending')
    // The watch begins a moment before the function, and a busy machine may make it a long one.
    expect(virtualMs).toBeGreaterThan(HOUR_MS - 1000)
    expect(virtualMs).toBeLessThan(2 * HOUR_MS)
  })

  test('stops a runaway in a timer, and names its line', async () => {
    function forever(): void {
      for (;;);
    }
    const { outcome, longestStall } = await watchLoop(
      async () => {
        setTimeout(forever, HOUR_MS)
        await sleep(2 * HOUR_MS)
      },
      { ...virtual, budget: 20, stopAfter: 100 },
    )
    expect(outcome.kind).toBe('stopped')
    expect(longestStall.sites[0]?.function).toBe('forever')
  })

  test.each([
    ['returns', () => {}],
    [
      'throws',
      () => {
        throw new Error('thrown')
      },
    ],
    ['goes on', () => new Promise(() => {})],
  ])('leaves nothing behind when the function %s', async (_how, end) => {
    const places = () => [
      ...[setTimeout, clearTimeout, setInterval, clearInterval, Date, performance.now, process.hrtime],
      ...Object.values(timers),
      ...Object.values(timersPromises),
      Object.getOwnPropertyDescriptor(performance, 'now'),
    ]
    const before = places()
    let late = 0
    await watchLoop(
      () => {
        setTimeout(() => late++, HOUR_MS + 10)
        setInterval(() => late++, HOUR_MS + 10)
        setImmediate(() => setImmediate(() => setImmediate(() => late++)))
        return end()
      },
      { ...virtual, timeout: HOUR_MS },
    )
    expect(places()).toEqual(before)
    for (const [index, place] of places().entries()) if (typeof place === 'function') expect(place).toBe(before[index])
    const lateAtEnd = late
    await sleep(30)
    expect(late).toBe(lateAtEnd)
  })
})

describe('virtual time and fake timers', () => {
  afterEach(() => void vi.useRealTimers())

  test('do not go together', async () => {
    vi.useFakeTimers()
    await expect(watchLoop(() => {}, virtual)).rejects.toThrow(
      new TypeError("Expected real timers for `clock: 'virtual'`, which brings its own, got fake ones"),
    )
  })

  test('nor with timers that are to be advanced', async () => {
    await expect(watchLoop(() => {}, { ...virtual, advanceTimers: true })).rejects.toThrow(
      new TypeError("Expected the `advanceTimers` option to be false with `clock: 'virtual'`, got `true` (boolean)"),
    )
  })
})
