import { readFile, stat } from 'node:fs'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { type Stall, type WatchOptions, watchLoop } from '../../src/index.ts'
import { burntMs, Ledger, TICK_MS } from '../support/burn.ts'
import { socketPair } from '../support/socket-pair.ts'
import { immediate, sleep, turnsOfTheLoop } from '../support/waits.ts'
import '../support/unobserved.ts'

const BLOCK_MS = 30

/** Other stalls of a watch are what the package and the runner do themselves. */
/** It is on the CPU: a thread that waits for a lock, whose holder a busy machine does not run, is asleep. */
const isBlock = ({ cpuMs }: Stall): boolean => cpuMs > BLOCK_MS / 2

type Block = () => void

/** Calls `block` from inside something that calls back. */
const inside = (schedule: (callback: () => void) => unknown) => (block: Block) =>
  new Promise<void>((resolve) => {
    schedule(() => {
      block()
      resolve()
    })
  })

async function insideOfASocket(block: Block): Promise<void> {
  const { near, far, close } = await socketPair()
  far.write('x')
  await inside((callback) => near.once('data', callback))(block)
  close()
}

async function insideOfAMessage(block: Block): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  port1.postMessage('x')
  await inside((callback) => port2.once('message', callback))(block)
  port1.close()
}

const phases: [string, (block: Block) => unknown][] = [
  ['the call itself', (block) => block()],
  [
    'the call itself, which then throws',
    (block) => {
      block()
      throw new Error('no')
    },
  ],
  ['the call of an async function', async (block) => block()],
  [
    'the call, before something is awaited',
    async (block) => {
      block()
      await immediate()
    },
  ],
  ['a microtask', inside(queueMicrotask)],
  ['the fourth `then` of a chain', (block) => Promise.resolve().then(Date).then(Date).then(Date).then(block)],
  ['a tick', inside(process.nextTick)],
  ['an immediate', inside(setImmediate)],
  ['a timer', inside((callback) => setTimeout(callback, 5))],
  [
    'an interval',
    (block) =>
      new Promise<void>((resolve) => {
        const interval = setInterval(() => {
          block()
          clearInterval(interval)
          resolve()
        }, 3)
      }),
  ],
  ['a callback of fs', inside((callback) => stat('.', callback))],
  ['a callback of fs after several visits', inside((callback) => readFile('package.json', callback))],
  ['a callback of a socket', insideOfASocket],
  ['a message', insideOfAMessage],
  [
    'a later turn',
    async (block) => {
      await turnsOfTheLoop(5)
      block()
    },
  ],
  [
    'a later turn, with turns after it',
    async (block) => {
      await sleep(3)
      block()
      await turnsOfTheLoop(5)
    },
  ],
  [
    'what follows a timer',
    async (block) => {
      await sleep(3)
      await null
      block()
    },
  ],
]

describe.each<[string, WatchOptions]>([
  ['with canaries', {}],
  ['without canaries', { canaries: [] }],
])('%s', (_name, options) => {
  test.each(phases)('one stall, where it was: %s', async (_what, subject) => {
    const ledger = new Ledger()
    let calledAt = 0
    const report = await watchLoop(() => {
      calledAt = performance.now()
      return subject(() => ledger.burn(BLOCK_MS))
    }, options)
    const blocks = report.stalls.filter(isBlock)
    const anatomy = JSON.stringify(report.stalls)
    expect(blocks, anatomy).toHaveLength(1)
    const [stall] = blocks
    expect(stall).toEqual(report.longestStall)
    // Where the machine was busy, half of it may not be certain: see `Crossing`.
    expect(stall!.ms).toBeGreaterThan((BLOCK_MS - TICK_MS) / 2)
    expect(stall!.atMostMs).toBeGreaterThan(BLOCK_MS - TICK_MS)
    expect(burntMs(stall!), anatomy).toBeLessThan(BLOCK_MS + 15)
    const [{ startMs, endMs }] = ledger.burns as [Ledger['burns'][number]]
    // The watch's clock starts before the call's, by a moment, and by what the machine does in between.
    expect(stall!.startMs).toBeLessThan(startMs - calledAt + 1 + report.noise.descheduledMs)
    // Without the looks into it, and what the watch had to do between the call and what it left behind.
    expect(stall!.startMs + stall!.wallMs + report.noise.pausedMs).toBeGreaterThan(endMs - calledAt - 1)
  })
})

test('a queue that never runs dry is one stall, however short each microtask', async () => {
  async function* counter() {
    for (let number = 0; ; number++) yield number
  }
  const { longestStall, pollVisits } = await watchLoop(async () => {
    const one = counter()
    const other = counter()
    const before = process.threadCpuUsage().user
    while (process.threadCpuUsage().user - before < BLOCK_MS * 1000) await Promise.all([one.next(), other.next()])
  })
  expect(pollVisits).toBe(0)
  expect(longestStall.ms).toBeGreaterThan(BLOCK_MS - TICK_MS)
})

test('a subject that does nothing has a longest stall, too short for the list', async () => {
  const { longestStall } = await watchLoop(() => {})
  expect(longestStall).toMatchObject({ sites: [], stopped: false })
  expect(longestStall.ms).toBeLessThan(15)
})
