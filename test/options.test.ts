import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { unexpected } from '../src/bad-input.ts'
import { CANARIES, resolveWatchOptions } from '../src/options.ts'

const resolve = (options: unknown) => () => resolveWatchOptions(options as never)

test('every option has a default, and the signal has none', () => {
  expect(resolveWatchOptions()).toEqual({
    budget: 50,
    floor: 0.1,
    timeout: 4000,
    stopAfter: 1000,
    warmup: 0,
    runs: 1,
    cleanUp: false,
    advanceTimers: false,
    clock: 'real',
    virtualWithin: false,
    patience: false,
    owner: '',
    canaries: CANARIES,
    traffic: {},
    load: {},
  })
  expect(resolveWatchOptions({})).toEqual(resolveWatchOptions())
})

test('an option that is undefined keeps its default', () => {
  const options = { budget: undefined, timeout: undefined, runs: undefined, warmup: undefined }
  expect(resolve({ ...options, signal: undefined, canaries: undefined })()).toEqual(resolveWatchOptions())
})

test('what is given is kept as it is', () => {
  const { signal } = new AbortController()
  const given = {
    budget: 0.5,
    floor: 0,
    timeout: false,
    stopAfter: 20,
    warmup: 2,
    runs: 3,
    cleanUp: true,
    advanceTimers: true,
    clock: 'real',
    traffic: { socket: true, http: { rate: 10 } },
    load: { sockets: 10_000 },
  } as const
  const all = { ...given, signal, canaries: ['socket'] as const }
  expect(resolveWatchOptions(all)).toEqual({ ...all, virtualWithin: false, patience: false, owner: '' })
})

test('the time limit of a virtual clock is one of virtual time, and real time has the default', () => {
  const clock = 'virtual'
  const limits = (timeout?: number | false, within?: number) => {
    const resolved = resolveWatchOptions({ clock, timeout }, within)
    return [resolved.virtualWithin, resolved.timeout]
  }
  expect(limits()).toEqual([false, 4000])
  expect(limits(1e6)).toEqual([1e6, 4000])
  expect(limits(1e6, 800)).toEqual([1e6, 800])
  expect(limits(false)).toEqual([false, 4000])
})

describe('good values', () => {
  test.each([Number.MIN_VALUE, 0.001, 1, 1e9])('`budget` may be %d', (budget) => {
    expect(resolveWatchOptions({ budget }).budget).toBe(budget)
  })

  test.each([false, 0.5, 1, 1e9] as const)('`stopAfter` may be %s', (stopAfter) => {
    expect(resolveWatchOptions({ stopAfter }).stopAfter).toBe(stopAfter)
  })

  test.each([false, 0.5, 1, 2 ** 31 - 1] as const)('`timeout` may be %s', (timeout) => {
    expect(resolveWatchOptions({ timeout }).timeout).toBe(timeout)
  })

  test.each([0, 1, 1000])('`warmup` may be %d', (warmup) => {
    expect(resolveWatchOptions({ warmup }).warmup).toBe(warmup)
  })

  test.each([[[]], [['timer']], [['worker', 'timer']], [[...CANARIES]]])('`canaries` may be %j', (canaries) => {
    expect(resolve({ canaries })().canaries).toEqual(canaries)
  })

  test('a signal of another realm is one', () => {
    const signal = runInNewContext('new Source().signal', { Source: AbortController })
    expect(resolveWatchOptions({ signal }).signal).toBe(signal)
  })
})

const oddValues: [what: string, value: unknown, shown: string][] = [
  ['zero', 0, '`0` (number)'],
  ['minus zero', -0, '`0` (number)'],
  ['a negative number', -1, '`-1` (number)'],
  ['NaN', Number.NaN, '`NaN` (number)'],
  ['Infinity', Number.POSITIVE_INFINITY, '`Infinity` (number)'],
  ['minus Infinity', Number.NEGATIVE_INFINITY, '`-Infinity` (number)'],
  ['a string that looks right', '50', '`"50"` (string)'],
  ['an empty string', '', '`""` (string)'],
  ['null', null, '`null` (null)'],
  ['true', true, '`true` (boolean)'],
  ['a bigint', 50n, '`50n` (bigint)'],
  ['a symbol', Symbol('ms'), '`Symbol(ms)` (symbol)'],
  ['a list', [50], '`[50]` (array)'],
  ['nested lists', [[50], ['a']], '`[[50], ["a"]]` (array)'],
  ['an object', { ms: 50 }, '`[object Object]` (object)'],
  ['an object without a prototype', Object.create(null), '`[object Object]` (object)'],
  ['a boxed number', Object(50), '`[object Number]` (object)'],
  ['a date', new Date(50), '`[object Date]` (object)'],
  ['a function', function budget() {}, '`function budget` (function)'],
  ['a function without a name', (() => () => {})(), '`function` (function)'],
]

describe('the house voice', () => {
  test.each(oddValues)('`budget` refuses %s', (_what, budget, shown) => {
    expect(resolve({ budget })).toThrow(
      new TypeError(`Expected the \`budget\` option to be a positive number of milliseconds, got ${shown}`),
    )
  })

  test.each(oddValues)('`timeout` refuses %s', (_what, timeout, shown) => {
    const expected = 'a positive number of milliseconds or false'
    expect(resolve({ timeout })).toThrow(
      new TypeError(`Expected the \`timeout\` option to be ${expected}, got ${shown}`),
    )
  })

  test.each(oddValues)('`stopAfter` refuses %s', (_what, stopAfter, shown) => {
    const expected = 'a positive number of milliseconds or false'
    expect(resolve({ stopAfter })).toThrow(
      new TypeError(`Expected the \`stopAfter\` option to be ${expected}, got ${shown}`),
    )
  })

  test.each(oddValues.filter(([, value]) => typeof value !== 'boolean'))(
    '`cleanUp` refuses %s',
    (_what, cleanUp, shown) => {
      expect(resolve({ cleanUp })).toThrow(
        new TypeError(`Expected the \`cleanUp\` option to be a boolean, got ${shown}`),
      )
    },
  )

  test.each([
    { sockets: -1 },
    { sockets: 1.5 },
    { sockets: '10' },
    { sockets: 1_000_001 },
    { connections: 10 },
    10,
    null,
  ])('`load` refuses %j', (load) => {
    expect(resolve({ load })).toThrow(
      /^Expected the `load` option to be an object with `sockets`, a whole number up to 1,000,000, got /,
    )
  })

  test.each(oddValues)('`clock` refuses %s', (_what, clock, shown) => {
    expect(resolve({ clock })).toThrow(
      new TypeError(`Expected the \`clock\` option to be 'real' or 'virtual', got ${shown}`),
    )
  })

  test.each(oddValues.slice(2))('`warmup` refuses %s', (_what, warmup, shown) => {
    expect(resolve({ warmup })).toThrow(
      new TypeError(`Expected the \`warmup\` option to be a whole number of calls, 0 or more, got ${shown}`),
    )
  })

  test.each(oddValues)('`runs` refuses %s', (_what, runs, shown) => {
    expect(resolve({ runs })).toThrow(
      new TypeError(`Expected the \`runs\` option to be a whole number of calls, 1 or more, got ${shown}`),
    )
  })

  test.each([1.5, 2 ** 53])('`runs` and `warmup` refuse %d', (calls) => {
    expect(resolve({ runs: calls })).toThrow(/^Expected the `runs` option to be a whole number/)
    expect(resolve({ warmup: calls })).toThrow(/^Expected the `warmup` option to be a whole number/)
  })

  test.each(oddValues)('`signal` refuses %s', (_what, signal, shown) => {
    expect(resolve({ signal })).toThrow(
      new TypeError(`Expected the \`signal\` option to be an AbortSignal, got ${shown}`),
    )
  })

  test.each(oddValues)('`canaries` refuses %s', (_what, canaries, shown) => {
    const expected = "an array of 'timer', 'immediate', 'socket', 'worker'"
    expect(resolve({ canaries })).toThrow(
      new TypeError(`Expected the \`canaries\` option to be ${expected}, got ${shown}`),
    )
  })

  test('`canaries` refuses a list with one bad name', () => {
    expect(resolve({ canaries: ['timer', 'http', 1] })).toThrow('got `["timer", "http", 1]` (array)')
  })

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '1'])('`floor` refuses %s', (floor) => {
    expect(resolve({ floor })).toThrow(/^Expected the `floor` option to be a number of milliseconds, 0 or more, got /)
  })

  test.each([null, 50, 'budget', true, () => {}])('the options refuse %s', (options) => {
    expect(resolve(options)).toThrow(/^Expected the options to be an object, got `.*` \(\w+\)$/)
  })

  test('an unknown option is named, with the ones there are', () => {
    expect(resolve({ bugdet: 50 })).toThrow(
      new TypeError(
        'Unknown option `bugdet`. The options are budget, floor, timeout, stopAfter, warmup, runs, cleanUp, advanceTimers, clock, signal, canaries, traffic, load.',
      ),
    )
  })

  test.each(['toString', 'constructor', '__proto__'])('`%s` is no option', (name) => {
    const options = Object.defineProperty({}, name, { value: 50, enumerable: true })
    expect(resolve(options)).toThrow(`Unknown option \`${name}\`.`)
  })
})

describe('hostile values', () => {
  test('a string stays on one line and keeps its escapes to itself', () => {
    const { message } = unexpected('`ms`', 'a number', 'a\nb\u001b[31m`"')
    expect(message).toBe('Expected `ms` to be a number, got `"a\\nb\\u001b[31m`\\""` (string)')
  })

  test('an object whose toString throws is not asked', () => {
    const hostile = { toString: () => assertNever(), valueOf: () => assertNever(), toJSON: () => assertNever() }
    expect(unexpected('`ms`', 'a number', hostile).message).toBe(
      'Expected `ms` to be a number, got `[object Object]` (object)',
    )
  })

  test.each<[string, unknown]>([
    [
      'a tag that throws',
      {
        get [Symbol.toStringTag]() {
          return assertNever()
        },
      },
    ],
    ['a function whose name throws', Object.defineProperty(() => {}, 'name', { get: assertNever })],
    ['a function whose name is a symbol', Object.defineProperty(() => {}, 'name', { value: Symbol('name') })],
    ['a list that contains itself', cyclic()],
    ['a revoked proxy', revoked()],
  ])('%s is still told of in the house voice', (_what, value) => {
    expect(unexpected('`ms`', 'a number', value).message).toMatch(/^Expected `ms` to be a number, got `.*` \(\w+\)$/)
  })

  test.each(['a'.repeat(1e6), Array(1e5).fill(0)])('a huge value does not make a huge message', (value) => {
    expect(unexpected('`ms`', 'a number', value).message.length).toBeLessThan(1000)
  })

  test('the name of an unknown option stays on one line', () => {
    expect(resolve({ 'a\nb\u001b[31m': 1 })).toThrow(/^Unknown option .*\. The options are [\w, ]*\.$/)
  })

  test('`canaries` refuses a list with holes', () => {
    expect(resolve({ canaries: Array(1) })).toThrow(/^Expected the `canaries` option to be an array of/)
  })

  test('a list is no options object', () => {
    expect(resolve([])).toThrow(/^Expected the options to be an object, got `\[\]` \(array\)$/)
  })

  test('`timeout` may be more than a timer can hold', () => {
    expect(resolveWatchOptions({ timeout: 2 ** 31 }).timeout).toBe(2 ** 31)
  })
})

function assertNever(): never {
  throw new Error('should not be asked')
}

function cyclic(): unknown[] {
  const list: unknown[] = []
  list.push(list)
  return list
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
