import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer, get, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { burn } from '../support/burn.ts'
import { immediate, sleep } from '../support/waits.ts'

/** The threads that this one has started; Node tells of each. */
const started: Worker[] = []
process.on('worker', (worker) => started.push(worker))

/** The connections that this thread has made; Node tells of each. */
const connected: Socket[] = []
subscribe('net.client.socket', (message) => connected.push((message as { socket: Socket }).socket))

async function blockInTheMiddle(): Promise<void> {
  await sleep(20)
  burn(400)
  await immediate()
}

describe('traffic while a function runs', () => {
  test.each(['socket', 'worker'] as const)('over the %s: what waited, as its sender saw it', async (name) => {
    const { canaries } = await watchLoop(blockInTheMiddle, { traffic: { [name]: true } })
    const { served, waiting, longestWaitMs, latency } = canaries[name]!
    expect(latency!.sent).toBe(latency!.answered + latency!.waiting)
    expect(served).toBe(latency!.answered + 1)
    expect(waiting).toBe(latency!.waiting)
    // Their sender has to get a CPU at the begin of the block.
    expect(latency!.maxMs).toBeGreaterThan(75)
    expect(longestWaitMs).toBeGreaterThanOrEqual(latency!.maxMs)
    expect(latency!.senderLateMs).toBeGreaterThanOrEqual(0)
    expect(latency!.p50Ms).toBeLessThanOrEqual(latency!.p90Ms)
    expect(latency!.p90Ms).toBeLessThanOrEqual(latency!.p99Ms)
  })

  test('answers from one watch never count in the next', async () => {
    const traffic = { socket: true, worker: true }
    for (let watch = 0; watch < 5; watch++) {
      await watchLoop(() => burn(30), { traffic })
      const { canaries } = await watchLoop(() => sleep(20), { traffic })
      for (const { latency } of [canaries.socket!, canaries.worker!]) {
        expect(latency!.answered).toBeLessThanOrEqual(latency!.sent)
        expect(latency!.waiting).toBe(latency!.sent - latency!.answered)
      }
    }
  })

  test('where its thread dies, the watch ends all the same, and says what it lacks', async () => {
    const traffic = { socket: true, http: {} }
    await watchLoop(() => {}, { traffic })
    // The sentinel's is the first.
    const { canaries, outcome, limitations } = await watchLoop(() => started[1]!.terminate(), { traffic })
    expect(outcome.kind).toBe('resolved')
    expect(Object.keys(canaries)).toEqual(['timer', 'immediate', 'worker'])
    expect(limitations).toEqual([
      'no socket canary (the traffic thread has ended)',
      'no http canary (the traffic thread has ended)',
    ])
    const next = await watchLoop(() => sleep(100), { traffic })
    expect(next.canaries.socket!.latency!.sent).toBeGreaterThan(0)
  })

  test('where its connection is closed, the watch ends all the same, says what it lacks, and the next one has another', async () => {
    const traffic = { socket: true }
    await watchLoop(() => {}, { traffic })
    const { outcome, canaries, limitations } = await watchLoop(
      async () => {
        for (const socket of connected) socket.destroy()
        await sleep(20)
      },
      { traffic },
    )
    expect(outcome.kind).toBe('resolved')
    expect(Object.keys(canaries)).toEqual(['timer', 'immediate', 'worker'])
    expect(limitations).toEqual(['no socket canary (the connection was closed)'])
    const next = await watchLoop(() => sleep(100), { traffic })
    expect(next.canaries.socket!.latency!.answered).toBeGreaterThan(0)
  })

  test('none, unless it is asked for', async () => {
    const { canaries } = await watchLoop(() => sleep(20))
    expect(canaries.socket!.latency).toBeUndefined()
    expect(canaries.http).toBeUndefined()
  })
})

describe('requests while a function runs', () => {
  /** However long the machine takes to run who sends them; their answers have a moment more to arrive. */
  async function until(isDone: () => boolean): Promise<void> {
    while (!isDone()) await sleep(5)
    await sleep(30)
  }

  const listen = (server: Server): Promise<string> =>
    new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/health`))
    })

  test('to a server that does nothing else', async () => {
    // Some 300, and a few where the machine hardly runs who sends them.
    const { canaries } = await watchLoop(() => sleep(3000), { traffic: { http: {} } })
    const { served, latency } = canaries.http!
    expect(served).toBe(latency!.answered)
    expect(latency!.answered).toBeGreaterThan(3)
    expect(latency!.failed).toBe(0)
  })

  test("to the user's own server, by its address: it goes on to listen", async () => {
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.url)
      response.end()
    })
    try {
      const url = await listen(server)
      const startMs = performance.now()
      const { canaries } = await watchLoop(() => until(() => asked.length >= 5), {
        traffic: { http: { url, rate: 50 } },
        timeout: false,
      })
      const lastedMs = performance.now() - startMs
      expect(canaries.http!.served).toBeGreaterThan(0)
      expect(new Set(asked)).toEqual(new Set(['/health']))
      // One every 20 ms: timers go by whole ms.
      expect(asked.length).toBeLessThanOrEqual(1 + lastedMs / 19)
      expect(server.listening).toBe(true)
    } finally {
      server.close()
    }
  })

  test('to the server of an app, and to none that speaks otherwise', async () => {
    let asked = 0
    const server = createServer((_request, response) => {
      asked++
      response.end()
    })
    const traffic = { http: { server: { server } } }
    const { canaries } = await watchLoop(() => until(() => asked >= 5), { traffic, timeout: false })
    expect(canaries.http!.served).toBeGreaterThan(0)
    const onPath = createServer()
    await new Promise<void>((resolve) => onPath.listen(join(tmpdir(), `canary-${process.pid}.sock`), resolve))
    for (const server of [createSecureServer(), { server: createSecureServer() }, onPath, {}, () => {}]) {
      await expect(watchLoop(() => {}, { traffic: { http: { server: server as Server } } })).rejects.toThrow(
        /^Expected the `traffic` option to be /,
      )
    }
    onPath.close()
  })

  test('to a server that does not listen yet: it listens while the function runs', async () => {
    let asked = 0
    const server = createServer((_request, response) => {
      asked++
      response.end()
    })
    const { canaries } = await watchLoop(() => until(() => asked >= 5), {
      traffic: { http: { server } },
      timeout: false,
    })
    expect(canaries.http!.served).toBeGreaterThan(0)
    expect(server.listening).toBe(false)
  })

  test('to a server that the function still holds a connection to, which is not HTTP any more', async () => {
    const server = createServer((_request, response) => response.end())
    server.on('upgrade', (_request, socket) => {
      socket.on('end', () => socket.end()).resume()
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n')
    })
    let held: Socket | undefined
    const { outcome } = await watchLoop(
      () =>
        new Promise<void>((resolve) => {
          const headers = { connection: 'Upgrade', upgrade: 'echo' }
          get({ port: (server.address() as AddressInfo).port, headers }).on('upgrade', (_response, socket) => {
            held = socket as Socket
            resolve()
          })
        }),
      { traffic: { http: { server } } },
    )
    expect(outcome.kind).toBe('resolved')
    expect(server.listening).toBe(false)
    expect(held!.destroyed).toBe(false)
    held!.destroy()
    await once(server, 'close')
  })

  test('that are answered with an error, or not at all, have failed, and waited to the end', async () => {
    let asked = 0
    const server = createServer((request, response) => {
      if (asked++ % 2 === 0) request.socket.destroy()
      else {
        response.statusCode = 503
        response.end()
      }
    })
    const { canaries, durationMs, noise } = await watchLoop(() => until(() => asked >= 10), {
      traffic: { http: { server } },
      timeout: false,
    })
    const { served, waiting, latency } = canaries.http!
    expect(served).toBe(0)
    expect(latency!.failed).toBeGreaterThan(0)
    expect(latency!.failure).toMatch(/^(503|socket hang up)$/)
    expect(waiting).toBe(latency!.sent)
    expect(latency!.maxMs).toBeLessThanOrEqual(durationMs + 50 + noise.descheduledMs)
  })

  test('that nobody listens to are told as such', async () => {
    const server = createServer()
    const url = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    const { canaries } = await watchLoop(() => sleep(500), { traffic: { http: { url } } })
    expect(canaries.http).toMatchObject({ served: 0, latency: { answered: 0 } })
    expect(canaries.http!.latency!.failed).toBeGreaterThan(0)
    expect(canaries.http!.latency!.failure).toContain('ECONNREFUSED')
  })
})
