import { pbkdf2 } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { type WatchOptions, watchLoop } from '../../src/index.ts'
import { burn } from '../support/burn.ts'
import { immediate, sleep, turnsOfTheLoop } from '../support/waits.ts'

const REPEATS = 20

async function visitsOf(subject: () => unknown, options: WatchOptions): Promise<number[]> {
  const visits: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) visits.push((await watchLoop(subject, options)).pollVisits)
  return visits
}

async function messageThroughAChannel(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  port1.postMessage('hello')
  await new Promise((resolve) => port2.once('message', resolve))
  port1.close()
}

function microtasks(count: number): Promise<void> {
  return count === 0 ? Promise.resolve() : Promise.resolve().then(() => microtasks(count - 1))
}

function ticks(count: number): Promise<void> {
  return new Promise((resolve) => {
    const next = (left: number): unknown => (left === 0 ? resolve() : process.nextTick(next, left - 1))
    next(count)
  })
}

async function* counter(to: number) {
  for (let number = 0; number < to; number++) yield number
}

/** Never hand back to the loop, however asynchronous they look. */
const never: [string, () => unknown][] = [
  ['a function that does nothing', () => {}],
  ['a function that blocks', () => burn(1)],
  ['an async function that does nothing', async () => {}],
  ['a thousand microtasks', () => microtasks(1000)],
  ['queueMicrotask', () => new Promise<void>((resolve) => queueMicrotask(resolve))],
  ['a thousand ticks', () => ticks(1000)],
  [
    'ticks and microtasks in turn',
    async () => {
      for (let round = 0; round < 100; round++) await ticks(1)
    },
  ],
  [
    'an async generator',
    async () => {
      for await (const _ of counter(1000));
    },
  ],
  ['a promise that was resolved before', () => Promise.all([Promise.resolve(), null])],
  [
    'an immediate that nobody waits for',
    () => {
      setImmediate(() => {})
    },
  ],
]

/** Chunked with immediates: as many visits as immediates. */
const exact: [string, number, () => unknown][] = [
  ['an immediate', 1, () => immediate()],
  ['an immediate with a callback', 1, () => new Promise((resolve) => setImmediate(resolve))],
  ['three immediates', 3, () => turnsOfTheLoop(3)],
  ['three immediates at once', 1, () => Promise.all([immediate(), immediate(), immediate()])],
  [
    'ten immediates with work between',
    10,
    async () => {
      for (let chunk = 0; chunk < 10; chunk++) {
        burn(0.1)
        await immediate()
      }
    },
  ],
  ['an immediate before a promise chain', 1, () => immediate().then(() => microtasks(100))],
  ['an immediate after a promise chain', 1, () => microtasks(100).then(() => immediate())],
  ['an immediate from a tick', 1, () => ticks(3).then(() => immediate())],
]

/** Wait for what only a visit to poll can bring about; how many visits is the loop's business. */
const some: [string, () => unknown][] = [
  ['setTimeout(0)', () => sleep(0)],
  ['a timer', () => sleep(1)],
  ['a file', () => stat('.')],
  ['a message', messageThroughAChannel],
  ['the thread pool', () => promisify(pbkdf2)('a', 'b', 1, 8, 'sha256')],
  [
    'a timer that is due when the subject lets go',
    async () => {
      const timer = sleep(1)
      burn(5)
      await timer
    },
  ],
  [
    'a block before the timer',
    async () => {
      burn(2)
      await sleep(0)
    },
  ],
  [
    'a file that is read when the subject lets go',
    async () => {
      const file = stat('.')
      burn(5)
      await file
    },
  ],
]

describe.each<[string, WatchOptions]>([
  ['with canaries', {}],
  ['without canaries', { canaries: [] }],
])('%s', (_name, options) => {
  test.each(never)('no visit: %s', async (_what, subject) => {
    expect(new Set(await visitsOf(subject, options))).toEqual(new Set([0]))
  })

  test.each(exact)('%s: %d', async (_what, visits, subject) => {
    expect(new Set(await visitsOf(subject, options))).toEqual(new Set([visits]))
  })

  test.each(some)('at least one visit: %s', async (_what, subject) => {
    expect(Math.min(...(await visitsOf(subject, options)))).toBeGreaterThanOrEqual(1)
  })
})

test('2,500 recursive immediates and a block at the end are 2,500 visits and one stall', async () => {
  const { pollVisits, longestStall, stalls } = await watchLoop(
    () =>
      new Promise<void>((resolve) => {
        const next = (left: number): void => {
          if (left > 0) return void setImmediate(next, left - 1)
          burn(30)
          resolve()
        }
        next(2500)
      }),
  )
  expect(pollVisits).toBe(2500)
  expect(longestStall.ms).toBeGreaterThan(25)
  // One of so many turns may have a collection in it.
  expect(stalls.filter(({ ms, gcMs }) => ms - gcMs > 15)).toHaveLength(1)
})

test.each([20, 60, 120, 200])('nine chunks of %d µs yield as often as chunks of any other length', async (us) => {
  const { pollVisits } = await watchLoop(async () => {
    for (let chunk = 0; chunk < 9; chunk++) {
      const end = performance.now() + us / 1000
      while (performance.now() < end) {}
      await immediate()
    }
  })
  expect(pollVisits).toBe(9)
})
