// biome-ignore-all lint/suspicious/noThenProperty: thenables are what these tests are about

import { describe, expect, test } from 'vitest'
import { type Outcome, type WatchOptions, watchLoop } from '../../src/index.ts'
import { immediate } from '../support/waits.ts'

async function outcomeOf(subject: () => unknown, options: WatchOptions = { timeout: 1000 }): Promise<Outcome> {
  const { outcome } = await watchLoop(subject, options)
  return outcome
}

/** What a thrown value became. */
async function thrownOf(subject: () => unknown) {
  const outcome = await outcomeOf(subject)
  if (outcome.kind !== 'threw' && outcome.kind !== 'rejected') throw new Error(`It ${outcome.kind}`)
  return outcome
}

const raise = (value: unknown): never => {
  throw value
}

describe('a subject that returns', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
    ['an object', {}],
    ['a function', () => {}],
    ['an object whose `then` is no function', { then: 1 }],
    ['an iterator', [][Symbol.iterator]()],
  ])('%s has returned', async (_what, value) => {
    expect(await outcomeOf(() => value)).toEqual({ kind: 'returned' })
  })

  test('is called once, with no arguments', async () => {
    const calls: unknown[][] = []
    await watchLoop((...args: unknown[]) => calls.push(args))
    expect(calls).toEqual([[]])
  })
})

describe('a subject that resolves', () => {
  const callable = Object.assign(() => {}, { then: (resolve: () => void) => resolve() })

  test.each<[string, () => unknown]>([
    ['a promise', () => Promise.resolve()],
    ['an async function', async () => {}],
    ['an async function that waits', () => immediate()],
    ['a thenable that calls back at once', () => ({ then: (resolve: () => void) => resolve() })],
    ['a thenable that calls back later', () => ({ then: (resolve: () => void) => setImmediate(resolve) })],
    ['a thenable of a thenable', async () => ({ then: (resolve: () => void) => setImmediate(resolve) })],
    ['a function that is a thenable', () => callable],
    ['a thenable that calls back twice', () => ({ then: (ok: () => void, no: () => void) => [ok(), no()] })],
  ])('%s', async (_what, subject) => {
    expect(await outcomeOf(subject)).toEqual({ kind: 'resolved' })
  })
})

describe('a subject that throws or rejects', () => {
  const frozen = Object.freeze(new RangeError('cold'))

  test.each<[string, unknown, { name: string; message: string }]>([
    ['an error', new TypeError('no'), { name: 'TypeError', message: 'no' }],
    ['a frozen error', frozen, { name: 'RangeError', message: 'cold' }],
    ['undefined', undefined, { name: 'undefined', message: 'undefined' }],
    ['null', null, { name: 'object', message: 'null' }],
    ['a string', 'no', { name: 'string', message: 'no' }],
    ['a number', Number.NaN, { name: 'number', message: 'NaN' }],
    ['a symbol', Symbol('no'), { name: 'symbol', message: 'Symbol(no)' }],
    ['a bigint', 1n, { name: 'bigint', message: '1' }],
    ['an object', { message: 'no' }, { name: 'Object', message: 'no' }],
    ['an object of nothing', Object.create(null), { name: 'Object', message: '' }],
    [
      'an error with a number for a message',
      Object.assign(new Error(), { message: 7 }),
      { name: 'Error', message: '7' },
    ],
  ])('%s: the value itself is kept, and a plain copy', async (_what, value, error) => {
    const threw = await thrownOf(() => raise(value))
    expect(threw).toMatchObject({ kind: 'threw', error })
    expect(threw.thrown).toBe(value)
    const rejected = await thrownOf(async () => raise(value))
    expect(rejected).toMatchObject({ kind: 'rejected', error })
    expect(rejected.thrown).toBe(value)
  })

  test('the stack of an error is kept, and nothing is made up for other values', async () => {
    const error = new Error('no')
    expect((await thrownOf(() => raise(error))).error.stack).toBe(error.stack)
    expect((await thrownOf(() => raise('no'))).error).not.toHaveProperty('stack')
  })

  test('an error is not changed', async () => {
    const error = new Error('no')
    const before = Object.getOwnPropertyDescriptors(error)
    await thrownOf(() => raise(error))
    expect(Object.getOwnPropertyDescriptors(error)).toEqual(before)
  })

  test.each<[string, () => unknown]>([
    ['a thenable that throws', () => ({ then: () => raise(new Error('no')) })],
    ['a thenable that rejects', () => ({ then: (_: unknown, reject: (e: Error) => void) => reject(new Error('no')) })],
    ['a rejection in a later turn', () => immediate().then(() => raise(new Error('no')))],
    ['a promise that was rejected before', () => Promise.reject(new Error('no'))],
  ])('%s has rejected', async (_what, subject) => {
    expect(await outcomeOf(subject)).toMatchObject({ kind: 'rejected', error: { message: 'no' } })
  })

  test('a value whose `then` cannot be read rejects, as awaiting it would', async () => {
    const hostile = Object.defineProperty({}, 'then', { get: () => raise(new Error('no')) })
    expect(await outcomeOf(() => hostile, { timeout: 100 })).toMatchObject({
      kind: 'rejected',
      error: { message: 'no' },
    })
  })

  const hostileError = Object.defineProperty(new Error(), 'message', { get: () => raise(new Error('hands off')) })
  test.each<[string, unknown]>([
    ['without a primitive form', { message: Object.create(null) }],
    ['whose message throws', hostileError],
  ])('an error %s still ends the watch', async (_what, value) => {
    expect((await outcomeOf(() => raise(value), { timeout: 100 })).kind).toBe('threw')
    expect((await outcomeOf(async () => raise(value), { timeout: 100 })).kind).toBe('rejected')
  })
})

test.each([undefined, null, 5, 'fn', Promise.resolve(), {}])('the subject cannot be %s', async (subject) => {
  await expect(watchLoop(subject as never)).rejects.toThrow(/^Expected the subject to be a function, got `.*` \(\w+\)$/)
})

test('bad options reject, and the subject is not called', async () => {
  const calls: unknown[] = []
  await expect(watchLoop(() => calls.push(0), { runs: 0 })).rejects.toThrow(TypeError)
  expect(calls).toEqual([])
})
