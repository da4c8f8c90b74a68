import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject, runScript } from './project.ts'

const project = createProject('entries')
const manifest = JSON.parse(readFileSync(join(project, 'node_modules/loop-canary/package.json'), 'utf8'))
const entries = Object.keys(manifest.exports).map((path) => path.replace(/^\./, 'loop-canary'))

const WHAT = [
  'BlockLoopFor',
  'KeepLoopUtilizationUnder',
  'KeepYieldingFor',
  'LetHttpRespond',
  'LetImmediatesRun',
  'LetSocketsProgress',
  'LetTimersFire',
  'LetWorkersDeliver',
  'MakeNoSyncCalls',
  'NotBlockLoopFor',
  'StarveLoop',
  'YieldAtLeast',
  'YieldToPoll',
]
const MATCHERS = WHAT.map((name) => `to${name}`)
const ASSERTIONS = WHAT.map((name) => `assert${name}`)

/** What each entry exports; the host entries only do something. */
const exported: Record<string, string[]> = {
  'loop-canary': ['configure', 'loopSafe', 'watchLoop'],
  'loop-canary/matchers': MATCHERS,
  'loop-canary/jest': [],
  'loop-canary/jest-globals': [],
  'loop-canary/node-test': ASSERTIONS,
  'loop-canary/guard/jest': ['default', 'withLoopCanary'],
}

/** Loaded by their hosts, which their own tests prove. */
const esmOnly = [
  'loop-canary/vitest',
  'loop-canary/guard/vitest',
  'loop-canary/reporter/vitest',
  'loop-canary/reporter/jest',
]
const preloaded = ['loop-canary/guard/node-test']

// The host of `loop-canary/jest` is a global, as Jest makes it; the others are found in node_modules.
const asInJest = 'globalThis.afterEach = () => {}; globalThis.expect = { extend(m) { globalThis.extended = m } };'

it('is what these tests know of', () => {
  const known = [...Object.keys(exported), ...esmOnly, ...preloaded, 'loop-canary/package.json']
  expect(entries.toSorted()).toEqual(known.toSorted())
})

describe.each(Object.entries(exported))('%s', (entry, names) => {
  const file = entry.replaceAll('/', '-')

  it('can be imported', async () => {
    const text = `${asInJest}const entry = await import('${entry}'); console.log(JSON.stringify(Object.keys(entry)))`
    const { stdout, stderr } = await runScript(project, `${file}.mjs`, text)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual(names)
  })

  it('can be required', async () => {
    const text = `${asInJest}console.log(JSON.stringify(Object.keys(require('${entry}')).sort()))`
    const { stdout, stderr } = await runScript(project, `${file}.cjs`, text)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual(names)
  })
})

it('loop-canary/vitest is for import only, and has no file of its own for require', () => {
  expect(manifest.exports['./vitest']).toEqual({ types: './dist/vitest.d.ts', default: './dist/vitest.js' })
})

it('loop-canary/vitest is resolved by import', async () => {
  const text = "console.log(import.meta.resolve('loop-canary/vitest'))"
  const { stdout } = await runScript(project, 'vitest.mjs', text)
  expect(stdout.trim()).toMatch(/\/node_modules\/loop-canary\/dist\/vitest\.js$/)
})

it('loop-canary/package.json can be read', async () => {
  const { stdout } = await runScript(project, 'manifest.cjs', "console.log(require('loop-canary/package.json').name)")
  expect(stdout.trim()).toBe('loop-canary')
})

it('hides what is not an entry', async () => {
  const text = "try { require('loop-canary/dist/watch.cjs') } catch (error) { console.log(error.code) }"
  const { stdout } = await runScript(project, 'hidden.cjs', text)
  expect(stdout.trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED')
})

it('loop-canary/jest-globals extends the stand-alone expect outside of Jest', async () => {
  const text = `
    import { expect } from 'expect'
    import 'loop-canary/jest-globals'
    await expect(async () => new Promise(setImmediate)).toYieldToPoll()
    await expect(() => 1).toYieldToPoll().catch((error) => console.log(error.message.includes('toYieldToPoll')))`
  const { stdout, stderr } = await runScript(project, 'standalone.mjs', text)
  expect(stderr).toBe('')
  expect(stdout.trim()).toBe('true')
})

it('loop-canary/jest says what to do where there is no global expect', async () => {
  const { code, stderr } = await runScript(project, 'no-global.mjs', "import 'loop-canary/jest'")
  expect(code).toBe(1)
  expect(stderr).toContain('setupFilesAfterEnv')
})
