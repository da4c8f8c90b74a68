import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { type Ended, runProgram } from '../support/program.ts'

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name)
const scratch = mkdtempSync(join(tmpdir(), 'loop-canary-'))
afterAll(() => rmSync(scratch, { recursive: true }))

interface Found {
  outcome: string
  kind: string
  sites: string[]
  limitations: string[]
}

const read = ({ stdout }: Ended): Found[] => JSON.parse(stdout)

test('with nothing else in the way, functions are named and stopped', async () => {
  const ended = await runProgram(fixture('watch.mjs'), { args: ['busy', 'forever', 'later forever'] })
  expect(ended).toMatchObject({ stderr: '', exitCode: 0 })
  expect(read(ended)).toEqual([
    { outcome: 'returned', kind: 'sync', sites: ['busy'], limitations: [] },
    { outcome: 'stopped', kind: 'sync', sites: ['forever'], limitations: [] },
    { outcome: 'stopped', kind: 'sync', sites: ['forever'], limitations: [] },
  ])
})

test('where the inspector is not permitted, nobody is named, and the call itself is stopped all the same', async () => {
  const flags = ['--permission', '--allow-fs-read=*', '--allow-worker', '--no-warnings']
  const ended = await runProgram(fixture('watch.mjs'), { flags, args: ['busy', 'forever'] })
  expect(ended).toMatchObject({ stderr: '', exitCode: 0 })
  const why =
    'no stack was taken, and no later turn can be stopped: the inspector is not permitted, see --allow-inspector'
  expect(read(ended)).toEqual([
    { outcome: 'returned', kind: 'sync', sites: [], limitations: expect.arrayContaining([why]) },
    { outcome: 'stopped', kind: 'sync', sites: [], limitations: expect.arrayContaining([why]) },
  ])
})

test('where threads are not permitted either, the same', async () => {
  const flags = ['--permission', '--allow-fs-read=*', '--no-warnings']
  const ended = await runProgram(fixture('watch.mjs'), { flags, args: ['busy', 'forever'] })
  expect(ended).toMatchObject({ stderr: '', exitCode: 0 })
  const why = expect.stringMatching(/^no sentinel thread \(/)
  expect(read(ended)).toEqual([
    { outcome: 'returned', kind: 'sync', sites: [], limitations: expect.arrayContaining([why]) },
    { outcome: 'stopped', kind: 'sync', sites: [], limitations: expect.arrayContaining([why]) },
  ])
})

test('under --inspect nothing is looked at or stopped', async () => {
  const flags = ['--inspect=127.0.0.1:0', '--inspect-publish-uid=http']
  const ended = await runProgram(fixture('watch.mjs'), { flags, args: ['busy for too long'] })
  expect(ended).toMatchObject({ stderr: '', exitCode: 0 })
  expect(read(ended)).toEqual([
    {
      outcome: 'returned',
      kind: 'sync',
      sites: [],
      limitations: [
        'a debugger may be attached: no stack was taken and nothing is stopped, because somebody may sit at a breakpoint',
      ],
    },
  ])
})

test('under --inspect-brk neither: only its client ends the pause at the start', async () => {
  const flags = ['--inspect-brk=127.0.0.1:0', '--inspect-publish-uid=stderr']
  const child = spawn(process.execPath, [...flags, fixture('watch.mjs'), 'busy for too long'], { env: {} })
  const [, url] = /(ws:\S+)/.exec((await createInterface(child.stderr)[Symbol.asyncIterator]().next()).value)!
  const socket = new WebSocket(url!)
  await once(socket, 'open')
  const events: string[] = []
  let id = 0
  const send = (method: string): void => socket.send(JSON.stringify({ id: ++id, method }))
  socket.onmessage = ({ data }) => {
    const { method } = JSON.parse(data)
    if (method === 'Debugger.paused' || method === 'Debugger.resumed') events.push(method)
    if (method === 'Debugger.paused') send('Debugger.resume')
  }
  send('Debugger.enable')
  send('Runtime.runIfWaitingForDebugger')
  const found: Found[] = JSON.parse((await createInterface(child.stdout)[Symbol.asyncIterator]().next()).value)
  socket.close()
  expect(events).toEqual(['Debugger.paused', 'Debugger.resumed'])
  expect(found).toMatchObject([{ outcome: 'returned', sites: [] }])
  expect(found[0]!.limitations).toContainEqual(expect.stringMatching(/^a debugger may be attached: /))
})

test('a debugger that attaches in the middle of a stall keeps its breakpoint', async () => {
  const child = spawn(process.execPath, ['--inspect-publish-uid=http', fixture('debugged.mjs')], { env: {} })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const socket = new WebSocket((await lines.next()).value)
  await once(socket, 'open')
  const events: string[] = []
  let onPaused = (): void => {}
  const paused = new Promise<void>((resolve) => {
    onPaused = resolve
  })
  socket.onmessage = ({ data }) => {
    const { method } = JSON.parse(data)
    if (method === 'Debugger.paused' || method === 'Debugger.resumed') events.push(method)
    if (method === 'Debugger.paused') onPaused()
  }
  const send = (id: number, method: string): void => socket.send(JSON.stringify({ id, method }))
  send(1, 'Debugger.enable')
  send(2, 'Runtime.runIfWaitingForDebugger')
  await paused
  await new Promise((resolve) => setTimeout(resolve, 1000))
  expect(events).toEqual(['Debugger.paused'])
  send(3, 'Debugger.resume')
  const { outcome, atMostMs, sites, limitations } = JSON.parse((await lines.next()).value)
  socket.close()
  expect(events).toEqual(['Debugger.paused', 'Debugger.resumed'])
  expect(outcome).toEqual({ kind: 'returned' })
  // Of which a busy machine may have had some.
  expect(atMostMs).toBeGreaterThan(1000)
  expect(sites).toEqual([])
  expect(limitations).toContainEqual(expect.stringMatching(/^a debugger may be attached: /))
})

test('a CPU profile is written all the same', async () => {
  const folder = join(scratch, 'profile')
  const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`]
  const ended = await runProgram(fixture('watch.mjs'), { flags, args: ['busy', 'forever', 'later forever'] })
  expect(read(ended).map(({ outcome }) => outcome)).toEqual(['returned', 'stopped', 'stopped'])
  const [file] = readdirSync(folder)
  const { nodes } = JSON.parse(readFileSync(join(folder, file!), 'utf8'))
  const names = nodes.map(({ callFrame }: { callFrame: { functionName: string } }) => callFrame.functionName)
  expect(names).toEqual(expect.arrayContaining(['busy', 'forever']))
})

test('coverage is written all the same', async () => {
  const folder = join(scratch, 'coverage')
  const env = { NODE_V8_COVERAGE: folder }
  const ended = await runProgram(fixture('watch.mjs'), { env, args: ['busy', 'forever', 'later forever'] })
  expect(read(ended).map(({ outcome }) => outcome)).toEqual(['returned', 'stopped', 'stopped'])
  const [file] = readdirSync(folder)
  const { result } = JSON.parse(readFileSync(join(folder, file!), 'utf8'))
  const { functions } = result.find(({ url }: { url: string }) => url.endsWith('/fixtures/watch.mjs'))
  const calls = Object.fromEntries(
    functions.map((one: { functionName: string; ranges: { count: number }[] }) => [
      one.functionName,
      one.ranges[0]!.count,
    ]),
  )
  // Node 22 counts a call again whose code was given up on the way.
  expect(calls).toMatchObject({ busy: 1, forever: expect.toSatisfy((count) => count >= 2) })
})
