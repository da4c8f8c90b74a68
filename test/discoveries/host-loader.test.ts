import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { waysHere } from '../support/ways.ts'
import { fixturePath, runNode } from './run-fixture.ts'

const root = fixturePath('host-loader')
const require = createRequire(import.meta.url)
const jest = require.resolve('jest/bin/jest')
const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs')

interface Seen {
  id: number
  ownId: number
  thread: string
  hostGlobals: boolean
  sameRealm: boolean
  sandboxFaked: boolean
  engineFaked: boolean
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'host-loader-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Runs both test files in a runner and returns what each of them saw. */
async function seenBy(args: readonly string[]): Promise<Seen[]> {
  const file = join(folder, 'seen.jsonl')
  // A cache of its own: with known timings Jest would run two fast files in band, not in workers.
  const cache = args[0] === jest ? ['--cacheDirectory', join(folder, 'cache')] : []
  const { code, stdout, stderr } = await runNode([...args, ...cache], { cwd: root, env: { SEEN_FILE: file } })
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line): Seen => JSON.parse(line))
}

const config = JSON.stringify({ rootDir: root, testMatch: ['**/*.jest.cjs'], transform: {}, testEnvironment: 'node' })

describe("the main context's CommonJS loader, reached through node:vm", () => {
  // In the plain pools of Vitest the fakes are the host's own globals: what loads after them sees them.
  const ways = [
    ['Jest, in band', [jest, '--config', config, '--runInBand'], 'real'],
    ['Jest, worker threads', [jest, '--config', config, '--workerThreads', '--maxWorkers=2'], 'real'],
    ['Vitest, vmThreads', [vitest, 'run', '--pool=vmThreads'], 'real'],
    ['Vitest, vmForks', [vitest, 'run', '--pool=vmForks'], 'real'],
    ['Vitest, threads', [vitest, 'run', '--pool=threads', '--no-isolate'], 'faked'],
    ['Vitest, forks', [vitest, 'run', '--pool=forks', '--no-isolate'], 'faked'],
  ] as const
  test.for(waysHere(ways))("%s: one instance per thread, with the host's globals", async ([, args, timers]) => {
    const seen = await seenBy(args)
    expect(seen).toHaveLength(2)
    expect(seen[0]).toMatchObject({ hostGlobals: true, sandboxFaked: true, engineFaked: timers === 'faked' })
    expect(seen[1]).toMatchObject({ hostGlobals: true, sandboxFaked: true, engineFaked: timers === 'faked' })
    if (args.includes('--workerThreads')) expect(seen.every(({ thread }) => !thread.endsWith(':0'))).toBe(true)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(new Set(seen.map(({ thread }) => thread)).size)
  })

  test("inside Jest's sandbox it is another realm, and a plain require loads once per test file", async () => {
    const [first, second] = await seenBy([jest, '--config', config, '--runInBand'])
    expect(first?.sameRealm).toBe(false)
    expect(first?.thread).toBe(second?.thread)
    expect(first?.id).toBe(second?.id)
    expect(first?.ownId).not.toBe(second?.ownId)
  })
})
