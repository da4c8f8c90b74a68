import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LOOPBACK, listenOnLoopback, refuseWithoutNetwork } from '../loopback.ts'
import { type HttpTraffic, serverOf } from '../options.ts'
import { nextTurn } from '../realm.ts'
import { lineToServer } from './lines.ts'
import { TrafficCanary } from './traffic.ts'

const DEFAULT_RATE = 100

/** Requests to a server that this thread runs: the user's own, or one that does nothing but answer. */
export class HttpCanary extends TrafficCanary {
  readonly #close: () => Promise<void>

  constructor({ url, server, rate = DEFAULT_RATE }: HttpTraffic) {
    let close = async (): Promise<void> => {}
    super(async () => {
      const address = url === undefined ? await listen(server) : undefined
      const line = await lineToServer(String(url ?? address!.url), rate)
      close = async () => {
        line.close()
        await address?.close()
      }
      return line
    })
    this.#close = () => close()
  }

  override async collect(): Promise<void> {
    try {
      await super.collect()
    } finally {
      await this.#close()
    }
  }
}

/** Where a server is reached. One that does not listen yet listens until `close`. */
async function listen(given: HttpTraffic['server']): Promise<{ url: string; close(): Promise<void> }> {
  refuseWithoutNetwork()
  const server = serverOf(given) ?? (await answeringServer())
  const wasListening = server.listening
  if (!wasListening) await listenOnLoopback(server)
  const { address, port, family } = server.address() as AddressInfo
  const isAny = address === '::' || address === '0.0.0.0'
  const host = isAny ? LOOPBACK : family === 'IPv6' ? `[${address}]` : address
  return {
    url: `http://${host}:${port}/`,
    async close() {
      if (wasListening) return
      server.closeAllConnections()
      // One that speaks another protocol by now is not among them, and is not waited for.
      server.close()
      await nextTurn()
    },
  }
}

async function answeringServer(): Promise<Server> {
  const { createServer } = await import('node:http')
  return createServer((_request, response) => response.end('ok'))
}
