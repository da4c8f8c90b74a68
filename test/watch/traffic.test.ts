import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { burn } from '../support/burn.ts'
import { immediate, sleep } from '../support/waits.ts'

async function blockInTheMiddle(): Promise<void> {
  await sleep(20)
  burn(100)
  await immediate()
}

describe('traffic while a function runs', () => {
  test.each(['socket', 'worker'] as const)('over the %s: what waited, as its sender saw it', async (name) => {
    const { canaries } = await watchLoop(blockInTheMiddle, { traffic: { [name]: true } })
    const { served, waiting, longestWaitMs, latency } = canaries[name]!
    expect(latency!.sent).toBe(latency!.answered + latency!.waiting)
    expect(served).toBe(latency!.answered + 1)
    expect(waiting).toBe(latency!.waiting)
    expect(latency!.maxMs).toBeGreaterThan(75)
    expect(longestWaitMs).toBeGreaterThanOrEqual(latency!.maxMs)
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

  test('none, unless it is asked for', async () => {
    const { canaries } = await watchLoop(() => sleep(20))
    expect(canaries.socket!.latency).toBeUndefined()
    expect(canaries.http).toBeUndefined()
  })
})

describe('requests while a function runs', () => {
  const listen = (server: Server): Promise<string> =>
    new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/health`))
    })

  test('to a server that does nothing else', async () => {
    const { canaries } = await watchLoop(() => sleep(100), { traffic: { http: {} } })
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
      const { canaries } = await watchLoop(() => sleep(100), { traffic: { http: { url, rate: 50 } } })
      expect(canaries.http!.served).toBeGreaterThan(0)
      expect(new Set(asked)).toEqual(new Set(['/health']))
      expect(asked.length).toBeLessThanOrEqual(10)
      expect(server.listening).toBe(true)
    } finally {
      server.close()
    }
  })

  test('to a server that does not listen yet: it listens while the function runs', async () => {
    const server = createServer((_request, response) => response.end())
    const { canaries } = await watchLoop(() => sleep(50), { traffic: { http: { server } } })
    expect(canaries.http!.served).toBeGreaterThan(0)
    expect(server.listening).toBe(false)
  })

  test('that are answered with an error, or not at all, have failed, and waited to the end', async () => {
    const server = createServer((request, response) => {
      if (Math.random() < 0.5) request.socket.destroy()
      else {
        response.statusCode = 503
        response.end()
      }
    })
    const { canaries, durationMs } = await watchLoop(() => sleep(60), { traffic: { http: { server } } })
    const { served, waiting, latency } = canaries.http!
    expect(served).toBe(0)
    expect(latency!.failed).toBeGreaterThan(0)
    expect(waiting).toBe(latency!.sent)
    expect(latency!.maxMs).toBeLessThanOrEqual(durationMs + 50)
  })

  test('that nobody listens to are told as such', async () => {
    const server = createServer()
    const url = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    const { canaries } = await watchLoop(() => sleep(40), { traffic: { http: { url } } })
    expect(canaries.http).toMatchObject({ served: 0, latency: { answered: 0 } })
    expect(canaries.http!.latency!.failed).toBeGreaterThan(0)
  })
})
