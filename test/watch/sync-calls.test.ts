import { execFileSync, execSync } from 'node:child_process'
import { pbkdf2Sync, randomBytes, sign } from 'node:crypto'
import fs, { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { type LoopReport, type SyncCall, watchLoop } from '../../src/index.ts'
import { immediate } from '../support/waits.ts'

const folder = mkdtempSync(join(tmpdir(), 'loop-canary-'))
const file = join(folder, 'file')
writeFileSync(file, 'x'.repeat(1234))
afterAll(() => rmSync(folder, { recursive: true }))

const database = new DatabaseSync(':memory:')
const statement = database.prepare('SELECT 1')

const every = { floor: 0, canaries: [] }
const callsOf = ({ syncCalls }: LoopReport, name: string): SyncCall[] => syncCalls.filter((call) => call.name === name)

async function onlyCall(subject: () => unknown): Promise<SyncCall> {
  const { syncCalls } = await watchLoop(subject, every)
  expect(syncCalls).toHaveLength(1)
  return syncCalls[0]!
}

describe('a call is told', () => {
  test.each<[string, () => unknown, Partial<SyncCall>]>([
    ['fs.readFileSync', () => fs.readFileSync(file), { bytes: 1234 }],
    ['fs.readFileSync', () => fs.readFileSync(file, 'utf8'), { bytes: 1234 }],
    ['fs.writeFileSync', () => fs.writeFileSync(join(folder, 'other'), 'abc'), { bytes: 3 }],
    ['fs.existsSync', () => fs.existsSync(file), {}],
    ['fs.realpathSync.native', () => fs.realpathSync.native(file), {}],
    ['child_process.execSync', () => execSync('true'), {}],
    ['child_process.execFileSync', () => execFileSync('true'), {}],
    ['crypto.pbkdf2Sync', () => pbkdf2Sync('a', 'b', 500, 32, 'sha256'), { iterations: 500 }],
    ['crypto.randomBytes', () => randomBytes(10), { bytes: 10 }],
    ['zlib.gzipSync', () => gzipSync('a'.repeat(500)), { bytes: 500 }],
    ['sqlite.DatabaseSync.prototype.exec', () => database.exec('SELECT 1'), {}],
    ['sqlite.StatementSync.prototype.all', () => statement.all(), {}],
    ['JSON.parse', () => JSON.parse('[1, 2]'), { bytes: 6 }],
    ['JSON.stringify', () => JSON.stringify([1, 2]), { bytes: 5 }],
    ['structuredClone', () => structuredClone({}), {}],
    ['Atomics.wait', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1), {}],
  ])('%s', async (name, subject, amount) => {
    const call = await onlyCall(subject)
    expect(call).toMatchObject({ name, count: 1, ...amount })
    expect(call.site).toMatchObject({ file: fileURLToPath(import.meta.url) })
    expect(call.longestMs).toBeLessThanOrEqual(call.longestAtMostMs)
  })

  test('with the line that made it, and the lines that led there', async () => {
    function inner(): unknown {
      return JSON.parse('1')
    }
    const outer = (): unknown => inner()
    const { site } = await onlyCall(outer)
    expect([site!, ...site!.callers].map((place) => place.function)).toEqual(['inner', 'outer'])
    expect(site).toMatchObject({ line: 59, column: 19 })
  })

  test('through a named import, which is another name for the same function', async () => {
    expect(await onlyCall(() => existsSync(file))).toMatchObject({ name: 'fs.existsSync' })
  })

  test('when it throws, and what it throws is what the subject sees', async () => {
    const report = await watchLoop(() => readFileSync(join(folder, 'none')), every)
    expect(report.outcome).toMatchObject({ kind: 'threw', error: { message: expect.stringContaining('ENOENT') } })
    expect(callsOf(report, 'fs.readFileSync')).toMatchObject([{ count: 1 }])
  })

  test('in later turns', async () => {
    const call = await onlyCall(async () => {
      await immediate()
      JSON.parse('1')
    })
    expect(call.count).toBe(1)
  })

  test('once, when one is made inside of another', async () => {
    const { syncCalls } = await watchLoop(() => JSON.parse('[1, 2]', () => JSON.stringify(existsSync(file))), every)
    expect(syncCalls).toMatchObject([{ name: 'JSON.parse', count: 1 }])
  })

  test('by the place that it came from', async () => {
    const parse = (): unknown => JSON.parse('1')
    const { syncCalls } = await watchLoop(() => {
      for (let round = 0; round < 3; round++) parse()
      JSON.parse('2')
    }, every)
    expect(syncCalls.map(({ count, bytes, site }) => [count, bytes, site!.function]).sort()).toEqual([
      [1, 1, ''],
      [3, 3, 'parse'],
    ])
  })
})

describe('nothing is told of', () => {
  test.each<[string, () => unknown]>([
    ['what calls back', () => promisify(randomBytes)(10)],
    ['a signature that calls back', () => sign('sha256', Buffer.from('a'), '', () => {})],
    ['what comes with promises', () => fs.promises.readFile(file)],
    ['a subject that does something else', () => immediate()],
  ])('%s', async (_what, subject) => {
    const { syncCalls } = await watchLoop(subject, every)
    expect(syncCalls).toEqual([])
  })

  test('calls outside of a watch', async () => {
    const watch = watchLoop(immediate, every)
    JSON.parse('1')
    const { syncCalls } = await watch
    JSON.parse('1')
    expect(syncCalls).toEqual([])
  })
})

test('short calls are only counted', async () => {
  const { syncCalls } = await watchLoop(
    () => {
      for (let round = 0; round < 50; round++) JSON.parse('[1]')
    },
    { floor: 10_000 },
  )
  expect(syncCalls).toEqual([
    expect.objectContaining({ name: 'JSON.parse', count: 50, bytes: 150, longestMs: expect.any(Number) }),
  ])
  expect(syncCalls[0]).not.toHaveProperty('site')
})

test('the report does not grow with the calls', async () => {
  const makers = Array.from({ length: 1000 }, (_, line): (() => unknown) =>
    runInNewContext(`${'\n'.repeat(line)}() => JSON.parse('1')`, { JSON }, { filename: '/app/many.js' }),
  )
  const { syncCalls } = await watchLoop(
    () => {
      for (const make of makers) for (let round = 0; round < 10; round++) make()
    },
    // To ask each of them where it came from takes a while on a slow machine.
    { ...every, stopAfter: false, timeout: false },
  )
  expect(syncCalls.length).toBeLessThanOrEqual(201)
  expect(syncCalls.reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
})
