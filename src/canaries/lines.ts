import { LOOPBACK, refuseWithoutNetwork } from '../loopback.ts'
import { holdRealNextTick } from '../realm.ts'
import { type TrafficLine, trafficClient } from '../traffic/client.ts'

/** How often something arrives that wants to be served. */
const PERIOD_MS = 5

let socketLine: Promise<TrafficLine> | undefined
let portLine: Promise<TrafficLine> | undefined

/** Bytes on a real connection, which this thread sends back. The connection is kept for later watches. */
export function lineOverSocket(): Promise<TrafficLine> {
  socketLine ??= connectSocket().catch((error) => {
    socketLine = undefined
    throw error
  })
  return socketLine
}

/** Messages from a worker, which this thread sends back. */
export function lineOverPort(): Promise<TrafficLine> {
  portLine ??= connectPort().catch((error) => {
    portLine = undefined
    throw error
  })
  return portLine
}

/** Requests, `rate` of them in a second. */
export const lineToServer = (url: string, rate: number): Promise<TrafficLine> =>
  trafficClient.open({ to: 'http', url, periodMs: 1000 / rate })

async function connectSocket(): Promise<TrafficLine> {
  refuseWithoutNetwork()
  const { connect } = await import('node:net')
  const line = await trafficClient.open({ to: 'socket', periodMs: PERIOD_MS })
  const restore = holdRealNextTick()
  try {
    await new Promise<void>((resolve, reject) => {
      const buffer = new Uint8Array(64 * 1024)
      const echo = (bytes: number): boolean => {
        const restoreAfter = holdRealNextTick()
        // A copy: the buffer is filled again before a slow write is over.
        socket.write(buffer.slice(0, bytes))
        restoreAfter()
        return true
      }
      const socket = connect({ port: line.port!, host: LOOPBACK, noDelay: true, onread: { buffer, callback: echo } })
      socket.on('error', reject)
      socket.once('close', () => {
        socketLine = undefined
        line.close()
      })
      socket.once('connect', () => {
        line.admit(socket.localPort!)
        socket.unref()
        resolve()
      })
    })
  } finally {
    restore()
  }
  return line
}

async function connectPort(): Promise<TrafficLine> {
  const { MessageChannel } = await import('node:worker_threads')
  const { port1, port2 } = new MessageChannel()
  const line = await trafficClient.open({ to: 'port', port: port2, periodMs: PERIOD_MS }, [port2])
  port1.on('message', (ping) => port1.postMessage(ping))
  port1.once('close', () => {
    portLine = undefined
  })
  port1.unref()
  return line
}
