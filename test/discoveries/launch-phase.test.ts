import { stat } from 'node:fs/promises'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { block, immediate, launchFrom, type Phase, pollVisits, sleep } from './loop.ts'

const subjects = {
  'returns at once': () => block(1),
  'awaits microtasks': async () => {
    for (let i = 0; i < 1000; i++) await null
  },
  'awaits a nextTick': () => new Promise<void>((resolve) => process.nextTick(resolve)),
  'awaits one immediate': () => immediate(),
  'awaits three immediates': async () => {
    await immediate()
    await immediate()
    await immediate()
  },
  'awaits a timer': () => sleep(0),
  'blocks, then awaits a timer': async () => {
    block(5)
    await sleep(0)
  },
  'sets a timer, blocks past it, awaits it': async () => {
    const timer = sleep(1)
    block(5)
    await timer
  },
  'awaits the file system': async () => {
    await stat('.')
  },
  'awaits a message': () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port2.once('message', () => {
        port1.close()
        resolve()
      })
      port1.postMessage(1)
    }),
}

async function visitsOf(phase: Phase, name: keyof typeof subjects, runs: number): Promise<number[]> {
  const seen: number[] = []
  for (let i = 0; i < runs; i++) {
    const visits = await launchFrom(phase, async () => {
      const before = pollVisits()
      await subjects[name]()
      return pollVisits() - before
    })
    seen.push(visits)
  }
  return seen
}

describe('launched in the timers phase, only a hand-back costs visits', () => {
  test.each([
    ['returns at once', 0],
    ['awaits microtasks', 0],
    ['awaits a nextTick', 0],
    ['awaits one immediate', 1],
    ['awaits three immediates', 3],
  ] as const)('a subject that %s: exactly %i', async (name, visits) => {
    expect(new Set(await visitsOf('timers', name, 60))).toEqual(new Set([visits]))
  })

  test.each([
    'awaits a timer',
    'blocks, then awaits a timer',
    'sets a timer, blocks past it, awaits it',
    'awaits the file system',
    'awaits a message',
  ] as const)('a subject that %s: at least one', async (name) => {
    expect(Math.min(...(await visitsOf('timers', name, 60)))).toBeGreaterThanOrEqual(1)
  })
})

describe('launched elsewhere, a hand-back can go uncounted', () => {
  test('in check, an overdue timer comes before the next visit', async () => {
    expect(await visitsOf('check', 'sets a timer, blocks past it, awaits it', 20)).toContain(0)
  })

  test('in poll, an immediate comes before the next visit', async () => {
    expect(new Set(await visitsOf('poll', 'awaits one immediate', 20))).toEqual(new Set([0]))
  })

  test('on a message port, an immediate comes before the next visit', async () => {
    expect(new Set(await visitsOf('message port', 'awaits one immediate', 20))).toEqual(new Set([0]))
  })
})
