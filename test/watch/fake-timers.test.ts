import { mock } from 'node:test'
import { install } from '@sinonjs/fake-timers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { blockedFor } from '../../src/verdict/blocked-for.ts'
import { burn, burntMs } from '../support/burn.ts'

const HOUR_MS = 3_600_000

/** As a function does it that knows nothing of fakes: the global is looked up when it runs. */
const sleep = (ms: number): Promise<void> => new Promise((resolve) => globalThis.setTimeout(resolve, ms))

/** All but what the runner needs to report, and cannot fake in a child process. */
const EVERYTHING = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'Date',
  'performance',
  'hrtime',
] as const

function installVitests(toFake?: typeof EVERYTHING): () => void {
  vi.useFakeTimers(toFake && { toFake: [...toFake] })
  return () => void vi.useRealTimers()
}

/** All but what the runner needs to report. */
function installSinons(): () => void {
  const clock = install({ toNotFake: ['nextTick', 'queueMicrotask'] })
  return () => clock.uninstall()
}

const fakes: [string, () => () => void][] = [
  ['of Vitest, as by default', () => installVitests()],
  ['of Vitest, everything faked', () => installVitests(EVERYTHING)],
  ['of @sinonjs/fake-timers', installSinons],
]

let uninstall = (): void => {}
afterEach(() => uninstall())

describe.each(fakes)('fake timers %s', (_name, installFakes) => {
  test('hold up who waits for them, and that is said', async () => {
    uninstall = installFakes()
    const { outcome, limitations } = await watchLoop(() => sleep(HOUR_MS), { timeout: 50 })
    expect(outcome.kind).toBe('pending')
    expect(limitations).toEqual([
      '1 timer waits on fake timers, which nobody advances: let the function do so itself, or pass `advanceTimers: true`',
    ])
  })

  test('are advanced when that is asked for, and what their callbacks do is measured in real time', async () => {
    uninstall = installFakes()
    const { outcome, durationMs, stalls, limitations } = await watchLoop(
      async () => {
        for (let hour = 0; hour < 20; hour++) await sleep(HOUR_MS)
        await sleep(HOUR_MS)
        burn(60)
      },
      // The burn goes by the CPU time of the thread, of which a look at its stack would take some.
      { budget: 1000, advanceTimers: true },
    )
    expect(outcome).toEqual({ kind: 'resolved' })
    expect(durationMs).toBeLessThan(HOUR_MS)
    expect(stalls.filter((stall) => burntMs(stall) >= 55)).toHaveLength(1)
    expect(limitations).toEqual([])
  })

  test('that the function installs itself are advanced as well', async () => {
    const { outcome, longestStall } = await watchLoop(
      async () => {
        uninstall = installFakes()
        await sleep(HOUR_MS)
        await sleep(HOUR_MS)
      },
      { advanceTimers: true },
    )
    expect(outcome).toEqual({ kind: 'resolved' })
    // To install them takes its time where the machine is slow. Faked time is hours.
    expect(longestStall.ms).toBeLessThan(1000)
  })

  test('are left alone when the watch is over', async () => {
    uninstall = installFakes()
    let ran = 0
    const again = (): void => {
      ran++
      globalThis.setTimeout(again, HOUR_MS)
    }
    const { outcome } = await watchLoop(
      async () => {
        globalThis.setTimeout(again, HOUR_MS)
        while (ran < 3) await sleep(HOUR_MS)
      },
      { advanceTimers: true },
    )
    expect(outcome).toEqual({ kind: 'resolved' })
    const before = ran
    await watchLoop(() => {})
    expect(ran).toBe(before)
  })
})

test("Node's own fakes cannot be advanced from outside, and that is said", async () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  uninstall = () => mock.timers.reset()
  const { outcome, limitations } = await watchLoop(() => sleep(HOUR_MS), { timeout: 50, advanceTimers: true })
  expect(outcome.kind).toBe('pending')
  expect(limitations).toEqual([
    'timers are faked, and nobody advances them while the function is watched: let it do so itself',
  ])
})

test('a function that waits for real timers is told nothing of fakes', async () => {
  const { limitations } = await watchLoop(() => sleep(HOUR_MS), { timeout: 50 })
  expect(limitations).toEqual([])
})

test('a block in a fake timer is a block', async () => {
  uninstall = installVitests()
  const report = await watchLoop(
    async () => {
      // Some of it goes to the looks.
      globalThis.setTimeout(() => burn(250), HOUR_MS)
      await sleep(2 * HOUR_MS)
    },
    { budget: 50, advanceTimers: true },
  )
  expect(blockedFor(report, 50)).toBe('yes')
})
