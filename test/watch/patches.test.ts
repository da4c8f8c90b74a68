import fs, { readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type LoopReport, watchLoop } from '../../src/index.ts'

const file = import.meta.filename
const every = { floor: 0, canaries: [] }
const namesIn = ({ syncCalls }: LoopReport): string[] => syncCalls.map(({ name }) => name).sort()

const namespaces = await Promise.all([
  import('node:fs'),
  import('node:child_process'),
  import('node:crypto'),
  import('node:zlib'),
  import('node:v8'),
])
const modules = namespaces.map((namespace) => namespace.default)
const owners: object[] = [...modules, fs.realpathSync, JSON, Atomics, globalThis]

/** Every property of what is patched, and every export; getters are not called. */
const snapshot = (): unknown[] => [
  ...owners.map((owner) => Object.getOwnPropertyDescriptors(owner)),
  ...namespaces.map((namespace) => ({ ...namespace })),
]

/** `toEqual` would take a wrapper for what it wraps. */
function expectSame(found: unknown[], before: unknown[]): void {
  const differences = before.flatMap((holder, index) =>
    Object.entries(holder as object).flatMap(([key, value]) => {
      const now = (found[index] as Record<string, unknown>)[key]
      const isSame =
        now === value ||
        (typeof value === 'object' &&
          value !== null &&
          Object.entries(value).every(([part, is]) => Object.is((now as Record<string, unknown>)?.[part], is)))
      return isSame ? [] : [key]
    }),
  )
  expect(differences).toEqual([])
}

afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

describe('everything is as it was', () => {
  const ends: [string, () => unknown, object][] = [
    ['a subject that returns', () => fs.existsSync(file), {}],
    [
      'one that throws',
      () => {
        throw new Error('no')
      },
      {},
    ],
    ['one that never settles', () => new Promise(() => {}), { timeout: 30 }],
    [
      'one that is stopped',
      () => {
        for (;;) JSON.parse('1')
      },
      { budget: 20, stopAfter: 100 },
    ],
    [
      'one that is stopped in a later turn',
      async () => {
        await new Promise((resolve) => setImmediate(resolve))
        for (;;) fs.existsSync(file)
      },
      { budget: 20, stopAfter: 100 },
    ],
  ]
  test.each(ends)('after %s', async (_what, subject, options) => {
    const before = snapshot()
    await watchLoop(subject, options)
    expectSame(snapshot(), before)
  })

  test('after a watch that was given up', async () => {
    const before = snapshot()
    const signal = AbortSignal.timeout(20)
    await expect(watchLoop(() => new Promise(() => {}), { signal })).rejects.toThrow()
    expectSame(snapshot(), before)
  })
})

describe('while a watch is on', () => {
  test('a function is the same but for its identity', async () => {
    const { readFileSync: original, realpathSync } = fs
    let seen: unknown
    const describeIt = (): unknown => ({
      name: fs.readFileSync.name,
      length: fs.readFileSync.length,
      prototype: Object.getPrototypeOf(fs.readFileSync),
      descriptor: { ...Object.getOwnPropertyDescriptor(fs, 'readFileSync'), value: undefined },
      native: typeof fs.realpathSync.native,
      promisified: typeof promisify(fs.exists),
      keys: Object.keys(fs),
    })
    const before = describeIt()
    let isWrapped = false
    await watchLoop(() => {
      seen = describeIt()
      isWrapped = fs.readFileSync !== original && fs.realpathSync !== realpathSync
    }, every)
    expect(seen).toEqual(before)
    expect(isWrapped).toBe(true)
  })

  test('`this` and what is thrown go through', async () => {
    const thrown = new Error('mine')
    const holder = {
      toJSON(this: unknown): unknown {
        if (this === holder) throw thrown
        return 1
      },
    }
    const { outcome } = await watchLoop(() => JSON.stringify(holder), every)
    expect((outcome as { thrown?: unknown }).thrown).toBe(thrown)
  })

  test('a failing call shows no frame of ours', async () => {
    const { outcome } = await watchLoop(() => readFileSync('/none'), every)
    const { stack = '' } = (outcome as { error: { stack?: string } }).error
    const [firstOfUser] = stack.split('\n').filter((line) => /^ +at /.test(line) && !/\(?node:/.test(line))
    expect(firstOfUser).toContain(file)
  })
})

describe('a spy', () => {
  test('that was there before sees the calls, and is there afterwards', async () => {
    const spy = vi.spyOn(fs, 'existsSync')
    const report = await watchLoop(() => fs.existsSync(file), every)
    expect(spy.mock.calls).toEqual([[file]])
    expect(namesIn(report)).toEqual(['fs.existsSync'])
    expect(fs.existsSync).toBe(spy)
  })

  test('in the module alone stays out of the named imports, then and afterwards', async () => {
    const spy = vi.spyOn(fs, 'readFileSync').mockReturnValue('mocked')
    let read: unknown
    const report = await watchLoop(() => {
      read = [fs.readFileSync(file), readFileSync(file, 'utf8').slice(0, 9)]
    }, every)
    expect(read).toEqual(['mocked', 'import fs'])
    expect(report.syncCalls.reduce((sum, { count }) => sum + count, 0)).toBe(2)
    expect(spy).toHaveBeenCalledTimes(1)
    expect(readFileSync(file, 'utf8').slice(0, 9)).toBe('import fs')
    expect(fs.readFileSync(file)).toBe('mocked')
  })

  test('that the subject puts there stays there', async () => {
    const original = fs.existsSync
    await watchLoop(() => {
      vi.spyOn(fs, 'existsSync').mockReturnValue(false)
    }, every)
    expect(fs.existsSync(file)).toBe(false)
    expect(vi.isMockFunction(fs.existsSync)).toBe(true)
    vi.restoreAllMocks()
    // It puts back what it found, and that is a wrapper which does nothing.
    expect(fs.existsSync(file)).toBe(true)
    const report = await watchLoop(() => fs.existsSync(file), every)
    expect(report.syncCalls).toMatchObject([{ name: 'fs.existsSync', count: 1 }])
    expect(fs.existsSync).toBe(original)
  })

  test('that comes and goes in the subject leaves no trace', async () => {
    const before = snapshot()
    await watchLoop(() => {
      vi.spyOn(JSON, 'parse').mockReturnValue(2)
      vi.restoreAllMocks()
    }, every)
    expectSame(snapshot(), before)
  })
})

describe('what cannot be followed is told', () => {
  test('a frozen object', async () => {
    const globals = globalThis as { JSON: typeof JSON }
    const { JSON: original } = globals
    globals.JSON = Object.freeze({ parse: original.parse, stringify: original.stringify }) as typeof JSON
    try {
      const { syncCallsUnseen, limitations } = await watchLoop(() => JSON.parse('1'), every)
      expect(syncCallsUnseen).toEqual(['JSON.parse', 'JSON.stringify'])
      expect(limitations).toContain('no calls of JSON.parse, JSON.stringify: frozen, or put behind a getter')
    } finally {
      globals.JSON = original
    }
  })

  test('nothing, as a rule', async () => {
    const { syncCallsUnseen } = await watchLoop(() => {}, every)
    expect(syncCallsUnseen).toEqual([])
  })
})
