import { closeSync, openSync } from 'node:fs'
import type { createServer as CreateServer, Socket } from 'node:net'
import { devNull } from 'node:os'
import { listenOnLoopback, refuseWithoutNetwork } from '../loopback.ts'
import type { Load } from '../options.ts'
import { holdRealNextTick, nextTurn, now } from '../realm.ts'
import { trafficClient } from '../traffic/client.ts'

/** What this thread has to hold while functions are watched. */
export interface Held {
  /** Idle connections. */
  sockets: number
  /** What could not be had, in words. */
  missing: string[]
  release(): Promise<void>
}

/** Gets a load ready. Where the machine does not allow all of it, it holds what it can, and says so. */
export async function hold({ sockets: wanted = 0 }: Load): Promise<Held> {
  if (wanted === 0) return { sockets: 0, missing: [], release: async () => {} }
  const restore = holdRealNextTick()
  try {
    refuseWithoutNetwork()
    return await holdSockets(wanted)
  } catch (error) {
    return { sockets: 0, missing: [short(0, wanted, (error as Error).message)], release: async () => {} }
  } finally {
    restore()
  }
}

/** A server that has let nobody in for so long has no file left for the next one. */
const STUCK_MS = 200

/** More connections than are made at a time. */
const BACKLOG = 1024

/** Resolves when so many are in, or nobody else comes. */
async function accepted(held: ReadonlySet<Socket>, count: number): Promise<void> {
  let since = now()
  for (let before = 0; held.size < count && now() - since < STUCK_MS; await nextTurn()) {
    if (held.size > before) since = now()
    before = held.size
  }
}

/** Idle connections to this thread, from the traffic thread. Nothing is ever sent over them. */
async function holdSockets(wanted: number): Promise<Held> {
  const { createServer } = await import('node:net')
  const release = reserve()
  try {
    return await gather(createServer, wanted)
  } finally {
    release()
  }
}

/** Node ends the process when it has no file left for the time limit of a call. */
const RESERVED = 16

/** Keeps files free for what a watch itself will need, until the returned function is called. */
function reserve(): () => void {
  const files: number[] = []
  try {
    while (files.length < RESERVED) files.push(openSync(devNull, 'r'))
  } catch {
    // Fewer are left.
  }
  return () => {
    for (const file of files) closeSync(file)
  }
}

async function gather(createServer: typeof CreateServer, wanted: number): Promise<Held> {
  const held = new Set<Socket>()
  const server = createServer((socket) => {
    held.add(socket.unref())
    socket.on('error', () => {})
    socket.once('close', () => held.delete(socket))
  })
  server.unref()
  const port = await listenOnLoopback(server, BACKLOG)
  // It cannot let somebody in for want of a file: fewer are held then, which is told.
  server.on('error', () => {})
  const crowd = await trafficClient.gather(port, wanted)
  // To close a server turns away who is connected and not let in yet.
  await accepted(held, crowd.ports.length)
  // From here on nobody else comes in, and who did in between is shown out.
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const ports = new Set(crowd.ports)
  const isOurs = (socket: Socket): boolean => ports.has(socket.remotePort!)
  const ours = [...held].filter(isOurs)
  for (const socket of held) if (!isOurs(socket)) socket.destroy()
  return {
    sockets: ours.length,
    missing: ours.length < wanted ? [short(ours.length, wanted, crowd.problem)] : [],
    async release() {
      crowd.disperse()
      await closed
    },
  }
}

const count = (sockets: number): string => sockets.toLocaleString('en')

function short(held: number, wanted: number, problem = 'nobody says why'): string {
  const limit = /EMFILE|ENFILE/.test(problem) ? '; each takes two file descriptors, see `ulimit -n`' : ''
  return `only ${count(held)} of ${count(wanted)} idle connections: ${problem}${limit}`
}
