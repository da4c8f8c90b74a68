import * as timers from 'node:timers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { watchLoop } from '../src/index.ts'
import * as realm from '../src/realm.ts'
import { burn } from './support/burn.ts'
import { immediate, turnsOfTheLoop } from './support/waits.ts'

const real = { ...timers }

/** Another instance of the module, loaded now. */
async function loadAgain(): Promise<typeof realm> {
  vi.resetModules()
  return import('../src/realm.ts')
}

const undo: (() => void)[] = []
afterEach(() => {
  for (const restore of undo.splice(0)) restore()
})

/** The ways in which tests fake time. */
const fakes: [string, () => void][] = [
  [
    'Vitest',
    () => {
      vi.useFakeTimers()
      undo.push(() => vi.useRealTimers())
    },
  ],
  [
    'Vitest, with a Date',
    () => {
      vi.useFakeTimers({ toFake: ['Date'], now: 0 })
      undo.push(() => vi.useRealTimers())
    },
  ],
]

describe.each(fakes)('while time is faked by %s', (_name, fake) => {
  test('functions are watched as ever', async () => {
    fake()
    const yielding = await watchLoop(() => turnsOfTheLoop(3))
    expect(yielding).toMatchObject({ outcome: { kind: 'resolved' }, pollVisits: 3 })
    expect(yielding.canaries.socket).toMatchObject({ served: 1 })
    const blocking = await watchLoop(() => burn(30))
    expect(blocking.longestStall.ms).toBeGreaterThan(24)
  })

  test('the time that a subject has is real', async () => {
    fake()
    expect((await watchLoop(() => new Promise(() => {}), { timeout: 20 })).outcome.kind).toBe('pending')
  })

  test('clocks are real', async () => {
    fake()
    const before = realm.now()
    const sharedBefore = realm.sharedNow()
    burn(10)
    await immediate()
    expect(realm.now()).toBeGreaterThan(before + 4)
    expect(realm.sharedNow()).toBeGreaterThan(sharedBefore + 4)
    expect(realm.epochNow()).toBeGreaterThan(1e12)
  })

  test('the real timers are found by a copy that is loaded only now', async () => {
    fake()
    const again = await loadAgain()
    expect(again).not.toBe(realm)
    expect(again.setTimeout).toBe(real.setTimeout)
    expect(again.clearTimeout).toBe(real.clearTimeout)
    expect(again.setImmediate).toBe(real.setImmediate)
    expect(again.clearImmediate).toBe(real.clearImmediate)
    const before = again.now()
    burn(10)
    expect(again.now()).toBeGreaterThan(before + 4)
  })
})

test('the clocks of the realm agree with each other', async () => {
  // The machine may take the CPU away between any two readings: each clock is read between two of the first one.
  const read = () => ({
    fromMs: realm.now(),
    shared: realm.sharedNow(),
    epoch: realm.epochNow(),
    toMs: realm.now(),
  })
  const before = read()
  burn(20)
  const after = read()
  for (const clock of ['shared', 'epoch'] as const) {
    const passed = after[clock] - before[clock]
    expect(passed, clock).toBeGreaterThan(after.fromMs - before.toMs - 5)
    expect(passed, clock).toBeLessThan(after.toMs - before.fromMs + 5)
  }
})

test('a process.nextTick that was faked is put back after the real one was held', () => {
  const { nextTick } = process
  undo.push(() => {
    process.nextTick = nextTick
  })
  const faked = Object.assign(() => {}, { clock: { _nextTick: nextTick } }) as unknown as typeof nextTick
  process.nextTick = faked
  const restore = realm.holdRealNextTick()
  expect(process.nextTick).toBe(nextTick)
  restore()
  expect(process.nextTick).toBe(faked)
})

test('holding a process.nextTick that is real changes nothing', () => {
  const { nextTick } = process
  realm.holdRealNextTick()()
  expect(process.nextTick).toBe(nextTick)
})
