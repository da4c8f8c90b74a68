import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'

const execFileAsync = promisify(execFile)

const SOCKETS = 500

const connections = (): number => process.getActiveResourcesInfo().filter((name) => /TCP/.test(name)).length

describe('idle connections', () => {
  test('are held while the function runs, in each of its runs, and no longer', async () => {
    await watchLoop(() => {})
    const before = connections()
    const ofCanaries = heldConnections()
    const during: number[] = []
    const report = await watchLoop(
      async () => {
        during.push(heldConnections() - ofCanaries)
        await turn()
      },
      { load: { sockets: SOCKETS }, runs: 3 },
    )
    expect(report).toMatchObject({ heldSockets: SOCKETS, limitations: [] })
    expect(report.longestStallsMs).toHaveLength(3)
    expect(during).toEqual([SOCKETS, SOCKETS, SOCKETS])
    expect(connections()).toBe(before)
    expect(heldConnections()).toBe(ofCanaries)
  })

  test('are not in the way of the canaries', async () => {
    const { canaries, pollVisits } = await watchLoop(() => turn(), { load: { sockets: 50 } })
    expect(canaries.socket?.served).toBeGreaterThan(0)
    expect(pollVisits).toBe(1)
  })

  test('are none unless that is asked for', async () => {
    expect(await watchLoop(() => {})).not.toHaveProperty('heldSockets')
  })
})

interface Handle {
  type: string
  is_referenced: boolean
  remoteEndpoint?: unknown
}

/** How many connections somebody of this thread holds that do not keep it alive. */
function heldConnections(): number {
  const { libuv } = process.report.getReport() as unknown as { libuv: Handle[] }
  return libuv.filter((handle) => handle.type === 'tcp' && handle.remoteEndpoint && !handle.is_referenced).length
}

test('a machine that allows fewer connections says so', async () => {
  const limited = join(import.meta.dirname, 'fixtures/crowded.mjs')
  const command = 'ulimit -n 300; exec "$0" "$@"'
  const { stdout } = await execFileAsync('/bin/sh', ['-c', command, process.execPath, limited, '1000'])
  const { heldSockets, limitations, outcome } = JSON.parse(stdout)
  expect(outcome.kind).toBe('returned')
  expect(heldSockets).toBeGreaterThan(10)
  expect(heldSockets).toBeLessThan(150)
  expect(limitations).toEqual([
    expect.stringMatching(
      /^only \d+ of 1,000 idle connections: too many open files \(EMFILE\); each takes two file descriptors, see `ulimit -n`$/,
    ),
  ])
})
