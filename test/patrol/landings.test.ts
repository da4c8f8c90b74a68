import childProcess, { spawnSync } from 'node:child_process'
import crypto from 'node:crypto'
import fs from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { WRAPPER_URL } from '../../src/blame/wrapper.ts'
import { Landings } from '../../src/patrol/landings.ts'
import { sentinel } from '../../src/sentinel/this-thread.ts'

const landings = new Landings()
await landings.follow()

afterEach(() => {
  landings.end()
  vi.restoreAllMocks()
})

const functions = (): unknown[] => [childProcess, crypto].flatMap((module) => Object.entries(module))

/** Where a call of `spawnSync` comes from that throws. */
function caller(): string | undefined {
  try {
    return void spawnSync('')
  } catch (error) {
    return (error as Error).stack!.split('\n').find((line) => line.includes(WRAPPER_URL))
  }
}

test('they are in the place of the functions, under their names, by way of an import as well', () => {
  const before = childProcess.spawnSync
  landings.begin()
  expect(Object.is(childProcess.spawnSync, before)).toBe(false)
  expect(caller()).toContain('spawnSync')
})

test('who comes while the modules are seen to waits for that as well', async () => {
  const others = new Landings()
  const before = childProcess.spawnSync
  others.begin()
  const followed = others.follow()
  await others.follow()
  const isThere = !Object.is(childProcess.spawnSync, before)
  others.end()
  expect(isThere).toBe(true)
  await followed
})

test('everything is as it was behind them', () => {
  const before = functions()
  landings.begin()
  landings.end()
  expect(
    functions().filter((found, index) => !Object.is((found as unknown[])[1], (before[index] as unknown[])[1])),
  ).toEqual([])
  expect(caller()).toBeUndefined()
})

test('the sentinel is told which call is in progress', () => {
  const told = vi.spyOn(sentinel, 'calling', 'set')
  landings.begin()
  spawnSync(process.execPath, ['--version'])
  expect(told.mock.calls).toEqual([['child_process.spawnSync'], [undefined]])
  landings.end()
  spawnSync(process.execPath, ['--version'])
  expect(told.mock.calls.slice(2)).toEqual([[undefined]])
})

test('what is called very often is left alone', () => {
  const before = { ...fs }
  landings.begin()
  expect(Object.entries(fs).filter(([key, value]) => !Object.is(value, before[key as keyof typeof fs]))).toEqual([])
})

test('a spy that was put in between stays, and is there for a patrol that goes on', () => {
  landings.begin()
  const spy = vi.spyOn(childProcess, 'spawnSync').mockReturnValue('mocked' as never)
  landings.end()
  landings.begin()
  expect(childProcess.spawnSync('')).toBe('mocked')
  expect(spy).toHaveBeenCalledOnce()
})
