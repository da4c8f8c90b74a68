import { clearInterval, setInterval } from 'node:timers'
import { parentPort } from 'node:worker_threads'
import { IdleConnections } from './idle-connections.ts'
import { Lateness } from './lateness.ts'
import { type Line, lineTo } from './lines.ts'
import { Pings } from './pings.ts'
import type { Command, Reply } from './protocol.ts'

// The traffic thread: the other side of what a watched thread serves. It sends at its own pace, whether or not answers come, so that
// a loop that is stuck is seen while it is, and by somebody whom it cannot hold up.

interface Running {
  line: Line
  periodMs: number
  pings: Pings
  lateness: Lateness
  interval?: NodeJS.Timeout
}

const port = parentPort!
const lines = new Map<number, Running>()
const idleConnections = new Map<number, IdleConnections>()

const reply = (message: Reply): void => port.postMessage(message)

async function open({ line: number, destination }: Extract<Command, { kind: 'open' }>): Promise<void> {
  try {
    const line = lineTo(destination)
    lines.set(number, {
      line,
      periodMs: destination.periodMs,
      pings: new Pings(),
      lateness: new Lateness(destination.periodMs),
    })
    const opened = await line.open()
    reply({ kind: 'opened', line: number, ...(opened === undefined ? {} : { port: opened }) })
  } catch (error) {
    reply({ kind: 'failed', line: number, message: (error as Error).message })
  }
}

async function gather({ line, port, count }: Extract<Command, { kind: 'gather' }>): Promise<void> {
  const idle = new IdleConnections()
  idleConnections.set(line, idle)
  const ports = await idle.gather(port, count)
  reply({ kind: 'gathered', line, ports, problem: idle.problem })
}

function go(line: number): void {
  const running = lines.get(line)
  if (!running) return
  const pings = new Pings()
  running.pings = pings
  const lateness = new Lateness(running.periodMs)
  running.lateness = lateness
  running.line.begin(pings)
  running.line.ping(pings)
  running.interval = setInterval(() => {
    lateness.tick()
    running.line.ping(pings)
  }, running.periodMs)
}

function stop({ line, atMs }: Extract<Command, { kind: 'stop' }>): void {
  const running = lines.get(line)
  if (!running) {
    reply({ kind: 'failed', line, message: 'the connection was closed' })
    return
  }
  clearInterval(running.interval)
  reply({ kind: 'stopped', line, latency: { ...running.pings.latencyAt(atMs), senderLateMs: running.lateness.ms } })
}

function close(line: number): void {
  const running = lines.get(line)
  clearInterval(running?.interval)
  running?.line.close()
  lines.delete(line)
  idleConnections.get(line)?.disperse()
  idleConnections.delete(line)
}

port.on('message', (command: Command) => {
  switch (command.kind) {
    case 'open':
      return open(command)
    case 'gather':
      return gather(command)
    case 'peer':
      return lines.get(command.line)?.line.admit(command.port)
    case 'go':
      return go(command.line)
    case 'stop':
      return stop(command)
    case 'close':
      return close(command.line)
  }
})
