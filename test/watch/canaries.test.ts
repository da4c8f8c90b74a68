import { describe, expect, test } from 'vitest'
import { type CanaryName, type LoopReport, watchLoop } from '../../src/index.ts'
import { burn, TICK_MS } from '../support/burn.ts'
import { immediate, sleep, turnsOfTheLoop } from '../support/waits.ts'

const unserved = { served: 0, firstServedMs: null }
const BLOCK_MS = 30

async function canariesOf(subject: () => unknown, budget = 5): Promise<LoopReport['canaries']> {
  return (await watchLoop(subject, { budget })).canaries
}

/** V8 wakes an idle loop some hundred times when it clears up, 8 s after there was something to clear: not in all of three watches. */
const WATCHES = 3

async function times<Result>(count: number, run: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  while (results.length < count) results.push(await run())
  return results
}

/** The names of the canaries that are told of. */
const told = ({ canaries }: LoopReport): string[] =>
  Object.entries(canaries).flatMap(([name, canary]) => (canary ? [name] : []))

describe('which canaries ride along', () => {
  test('all that there are', async () => {
    expect(told(await watchLoop(() => {}))).toEqual(['timer', 'immediate', 'socket', 'worker'])
  })

  test('none', async () => {
    expect(told(await watchLoop(() => {}, { canaries: [] }))).toEqual([])
  })

  test.each<CanaryName>(['timer', 'immediate', 'socket', 'worker'])('only the %s', async (name) => {
    const report = await watchLoop(() => turnsOfTheLoop(3), { canaries: [name as 'timer'] })
    expect(told(report)).toEqual([name])
    expect(report.limitations).toEqual((await watchLoop(() => {})).limitations)
  })

  test('one that is asked for twice rides once', async () => {
    const report = await watchLoop(() => immediate(), { canaries: ['socket', 'socket'] })
    expect(report.canaries.socket).toMatchObject({ served: 1 })
  })
})

describe('a subject that never hands back', () => {
  test('serves nobody', async () => {
    const { timer, immediate, socket, worker } = await canariesOf(() => {})
    for (const canary of [timer, immediate, socket, worker]) expect(canary).toMatchObject(unserved)
    expect(immediate).toMatchObject({ waiting: 1 })
    expect(socket).toMatchObject({ waiting: 1 })
  })

  test.each<[string, () => unknown]>([
    ['synchronously', () => burn(BLOCK_MS)],
    [
      'with promises',
      async () => {
        for (let slice = 0; slice < 10; slice++) {
          await null
          burn(BLOCK_MS / 10)
        }
      },
    ],
  ])('keeps everybody waiting as long as it blocks: %s', async (_how, subject) => {
    const { timer, immediate, socket, worker } = await canariesOf(subject)
    const least = BLOCK_MS - TICK_MS
    expect(timer).toMatchObject({ ...unserved, waiting: 1 })
    expect(timer!.longestWaitMs).toBeGreaterThan(least - 10)
    expect(immediate).toMatchObject({ ...unserved, waiting: 1 })
    expect(immediate!.longestWaitMs).toBeGreaterThan(least)
    expect(socket).toMatchObject({ ...unserved, waiting: 1 })
    expect(socket!.longestWaitMs).toBeGreaterThan(least)
    expect(worker).toMatchObject(unserved)
  })
})

describe('a subject that hands back', () => {
  test.each([1, 3, 20])('%d times by immediates: the immediate is served as often, the byte once', async (turns) => {
    const { canaries, noise } = await watchLoop(() => turnsOfTheLoop(turns), { budget: 5 })
    expect(canaries.immediate).toMatchObject({ served: turns })
    // It waits again when the machine takes the CPU away between its last service and the settlement.
    if (noise.descheduledMs < 1) expect(canaries.immediate).toMatchObject({ waiting: 0 })
    expect(canaries.socket).toMatchObject({ served: 1, waiting: 0 })
  })

  test('after a block: the byte is served after it', async () => {
    const { canaries } = await watchLoop(async () => {
      burn(BLOCK_MS)
      await immediate()
    })
    const { socket, immediate: served } = canaries
    expect(socket).toMatchObject({ served: 1, waiting: 0 })
    expect(socket!.firstServedMs).toBeGreaterThan(BLOCK_MS - TICK_MS)
    expect(socket!.longestWaitMs).toBe(socket!.firstServedMs)
    expect(served!.longestWaitMs).toBeGreaterThan(BLOCK_MS - TICK_MS)
  })

  test('before a block: the byte was served before it', async () => {
    const { durationMs, canaries, noise } = await watchLoop(async () => {
      await immediate()
      burn(BLOCK_MS)
    })
    expect(canaries.socket).toMatchObject({ served: 1, waiting: 0 })
    // It is armed a moment before the call, and the machine may take its time in between.
    expect(canaries.socket!.firstServedMs).toBeLessThan(durationMs - BLOCK_MS + TICK_MS + noise.descheduledMs)
  })

  test('by waiting: timers fire meanwhile, one after the other', async () => {
    const timers = await times(WATCHES, async () => (await canariesOf(() => sleep(120))).timer!)
    const [timer] = timers.sort((one, other) => one.served - other.served)
    expect(timer!.served).toBeGreaterThan(0)
    // Its period doubles while the loop sleeps: 1, 2, 4, … ms.
    expect(timer!.served).toBeLessThanOrEqual(60)
    // Node's timers go by whole ms of a clock that ticks whenever it likes.
    expect(timer!.firstServedMs).toBeGreaterThan(0)
  })

  test('and blocks in the end: the timer waits then', async () => {
    const { timer } = await canariesOf(async () => {
      await sleep(20)
      burn(BLOCK_MS)
    })
    expect(timer).toMatchObject({ waiting: 1 })
    expect(timer!.longestWaitMs).toBeGreaterThan(BLOCK_MS - TICK_MS - 10)
  })
})

test('the canaries of one watch do not reach into the next', async () => {
  for (let watch = 0; watch < 30; watch++) {
    const blocked = await canariesOf(() => {})
    expect(blocked.socket).toMatchObject({ ...unserved, waiting: 1 })
    const served = await canariesOf(() => immediate())
    expect(served.socket).toMatchObject({ served: 1, waiting: 0 })
    expect(served.immediate).toMatchObject({ served: 1 })
  }
})

test('while the subject waits, the loop sleeps', async () => {
  const reports = await times(WATCHES, () => watchLoop(() => sleep(200), { canaries: [] }))
  expect(Math.min(...reports.map(({ pollVisits }) => pollVisits))).toBeLessThan(50)
  expect(Math.min(...reports.map(({ turns }) => turns))).toBeLessThan(50)
})

test.each([5, 0.5])('while the subject waits, no other thread is busy (budget %d)', async (budget) => {
  // The first watch of a thread starts others, which takes its time; and now and then the runner's have something to do.
  await watchLoop(() => {})
  const busyMs = await times(WATCHES, async () => {
    const thread = process.threadCpuUsage()
    const all = process.cpuUsage()
    await watchLoop(() => sleep(400), { budget })
    const { user, system } = process.cpuUsage(all)
    const own = process.threadCpuUsage(thread)
    return (user + system - own.user - own.system) / 1000
  })
  // A tenth of it, on a slow machine more. One that spins is busy for all of it.
  expect(Math.min(...busyMs)).toBeLessThan(200)
})
