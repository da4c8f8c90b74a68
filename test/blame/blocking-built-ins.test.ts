import * as childProcess from 'node:child_process'
import * as crypto from 'node:crypto'
import * as fs from 'node:fs'
import * as zlib from 'node:zlib'
import { expect, test } from 'vitest'
import { BLOCKING_BUILT_INS } from '../../src/blame/blocking-built-ins.ts'
import { asynchronousForm } from '../../src/matchers/asynchronous-forms.ts'

const modules: [string, object][] = [
  ['fs', fs],
  ['child_process', childProcess],
  ['crypto', crypto],
  ['zlib', zlib],
]

test.each(modules)('every synchronous function of %s in this Node is followed', (module, exported) => {
  const found = Object.keys(exported)
    .filter((name) => name.endsWith('Sync'))
    .map((name) => `${module}.${name}`)
  expect(found).not.toEqual([])
  expect(found.filter((name) => !BLOCKING_BUILT_INS.some((known) => known === name))).toEqual([])
})

test('what is told of a module to use instead is there', () => {
  const all: Record<string, unknown> = Object.fromEntries(modules)
  const missing = BLOCKING_BUILT_INS.flatMap((name) => {
    const path = name.split('.')
    const isHere = path.reduce<unknown>((holder, key) => (holder as Record<string, unknown>)?.[key], all) !== undefined
    const form = asynchronousForm(name)?.replace(/ with a callback$/, '')
    if (!isHere || !form || form.includes('FileHandle')) return []
    const found = form.split('.').reduce<unknown>((holder, key) => (holder as Record<string, unknown>)?.[key], all)
    return typeof found === 'function' ? [] : [form]
  })
  expect(missing).toEqual([])
})
