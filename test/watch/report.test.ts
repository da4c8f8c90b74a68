import { AsyncLocalStorage } from 'node:async_hooks'
import { expect, test } from 'vitest'
import { type LoopReport, watchLoop } from '../../src/index.ts'
import { burn } from '../support/burn.ts'
import { immediate, sleep, turnsOfTheLoop } from '../support/waits.ts'

const subjects: [string, () => unknown][] = [
  ['returns', () => {}],
  ['resolves', () => immediate()],
  ['blocks', () => burn(10)],
  ['throws', () => JSON.parse('{')],
  [
    'throws a function',
    () => {
      throw () => {}
    },
  ],
  ['rejects', () => Promise.reject(new Error('no'))],
  ['never settles', () => new Promise(() => {})],
]

test.each(subjects)('the report of a subject that %s is plain JSON', async (_what, subject) => {
  const report = await watchLoop(subject, { timeout: 30 })
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  expect(structuredClone(report)).toEqual(report)
})

/** Every number in the report, with its path. */
function numbersOf(value: unknown, path = 'report'): [string, number][] {
  if (typeof value === 'number') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, `${path}.${key}`))
}

test.each(subjects)('no number of a subject that %s is negative or endless', async (_what, subject) => {
  for (const [path, number] of numbersOf(await watchLoop(subject, { timeout: 30 }))) {
    expect(number, path).toBeGreaterThanOrEqual(0)
    expect(number, path).toBeLessThan(1e6)
  }
})

test('the report says how exact it is', async () => {
  const { noise, limitations } = await watchLoop(() => {})
  expect(['schedstat', 'context-switches', 'thread-cpu', 'none']).toContain(noise.source)
  expect(limitations).toHaveLength(noise.source === 'schedstat' ? 0 : 1)
})

test('a waiting subject uses the thread little, a busy one all of it', async () => {
  const waiting = await watchLoop(() => sleep(200))
  const busy = await watchLoop(() => burn(50))
  expect(busy.utilization).toBeGreaterThan(0.9)
  expect(waiting.utilization).toBeLessThan(busy.utilization)
})

test('a subject that takes no time has been busy all of it', async () => {
  expect((await watchLoop(() => {})).utilization).toBeCloseTo(1)
})

test('the subject runs in the async context of the caller', async () => {
  const storage = new AsyncLocalStorage<string>()
  const seen = await Promise.all(
    ['one', 'two', 'three'].map((name) =>
      storage.run(name, async () => {
        const stores: unknown[] = []
        await watchLoop(async () => {
          stores.push(storage.getStore())
          await immediate()
          stores.push(storage.getStore())
        })
        stores.push(storage.getStore())
        return stores
      }),
    ),
  )
  expect(seen).toEqual(['one', 'two', 'three'].map((name) => [name, name, name]))
})

test('the context that the subject enters does not reach the caller', async () => {
  const storage = new AsyncLocalStorage<string>()
  await watchLoop(() => storage.enterWith('inner'))
  expect(storage.getStore()).toBeUndefined()
})

/** Without the stalls: the machine may make a few of many turns longer than a millisecond, and look at them, and each has its entry. */
const lengthOf = (report: LoopReport): number => JSON.stringify({ ...report, stalls: [], longestStall: null }).length

test('ten thousand turns do not grow the report', async () => {
  const few = await watchLoop(() => turnsOfTheLoop(10))
  const many = await watchLoop(() => turnsOfTheLoop(10_000), { timeout: false })
  expect(many.pollVisits).toBe(10_000)
  expect(lengthOf(many)).toBeLessThan(lengthOf(few) + 300)
  expect(many.stalls.length).toBeLessThanOrEqual(100)
})

test('beyond a hundred stalls they are only counted', async () => {
  const { stalls, stallsDropped } = await watchLoop(
    async () => {
      for (let chunk = 0; chunk < 260; chunk++) {
        burn(4)
        await immediate()
      }
    },
    { timeout: false },
  )
  expect(stalls).toHaveLength(100)
  expect(stallsDropped).toBeGreaterThan(0)
  const lengths = stalls.map(({ ms }) => ms)
  expect(lengths).toEqual(lengths.toSorted((one, other) => other - one))
})

test.each([
  ['nothing', () => {}, 1],
  ['an immediate', () => immediate(), 2],
  ['three immediates', () => turnsOfTheLoop(3), 4],
])('the turns of %s are those of its visits, and that of the call', async (_what, subject, turns) => {
  const report = await watchLoop(subject, { canaries: [] })
  expect(report.turns).toBe(turns)
})
