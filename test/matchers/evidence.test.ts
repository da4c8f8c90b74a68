import { describe, expect, test } from 'vitest'
import { evidence } from '../../src/matchers/evidence.ts'
import type { LoopReport, Noise } from '../../src/report.ts'
import { makeCanary, makeReport, makeStall } from '../support/reports.ts'

const tell = (report: Partial<LoopReport>): string => `\n${evidence(makeReport(report)).join('\n')}\n`
const noiseFrom = (source: Noise['source']): Noise => ({
  descheduledMs: 0,
  gcMs: 0,
  suspendedMs: 0,
  pausedMs: 0,
  sentinelLateMs: 0,
  source,
})
const anatomyOf = (stall: Parameters<typeof makeStall>[0], source: Noise['source'] = 'schedstat') =>
  evidence(makeReport({ longestStall: makeStall(stall), noise: noiseFrom(source) }))

test('all of it, in the order in which a reader asks', () => {
  const waited = (ms: number) => makeCanary({ served: 0, firstServedMs: null, longestWaitMs: ms, waiting: 1 })
  const canaries = {
    timer: waited(162),
    immediate: waited(212),
    socket: waited(212),
    worker: waited(211),
  }
  const stall = makeStall({ startMs: 45, ms: 212, wallMs: 255, cpuMs: 210, gcMs: 3, descheduledMs: 43 })
  const report = { durationMs: 300, canaries, stalls: [stall], limitations: ['no sentinel thread (forbidden)'] }
  expect(tell(report)).toMatchInlineSnapshot(`
    "
      0 ms ▁▁▁▁▁▁██████████████████████████████████ 300 ms
                 └ 212 ms in one turn
      what waited: a timer 162 ms · an immediate 212 ms · a socket 212 ms · a worker's message 211 ms
      212 ms = 208 ms on CPU + 2.5 ms GC; 43 ms more was the machine's (not counted)
      no sentinel thread (forbidden)
    "
  `)
})

test('what each of several runs came to, and which one is judged', () => {
  const longestStall = makeStall({ ms: 61 })
  expect(evidence(makeReport({ longestStall, longestStallsMs: [230, 61, 4.2] }))).toContain(
    '  the longest stall of each run: 230 ms · 61 ms (judged) · 4.2 ms',
  )
})

test('nothing observed, nothing told', () => {
  expect(evidence(makeReport())).toEqual([])
  expect(evidence(makeReport({ durationMs: 0, pollVisits: 0 }))).toEqual([])
})

describe('what waited', () => {
  test('a canary that was served within a millisecond is no news', () => {
    const canaries = {
      ...makeReport().canaries,
      timer: makeCanary({ longestWaitMs: 0.99 }),
      socket: makeCanary({ longestWaitMs: 1 }),
    }
    expect(evidence(makeReport({ canaries }))).toEqual(['  what waited: a socket 1 ms'])
  })

  test('a canary that was not asked for is not told of', () => {
    const canaries = { ...makeReport().canaries, worker: makeCanary({ longestWaitMs: 30 }) }
    expect(evidence(makeReport({ canaries }))).toEqual(["  what waited: a worker's message 30 ms"])
  })
})

describe('whose time it was', () => {
  test.each<[string, Parameters<typeof makeStall>[0], Noise['source'], string[]]>([
    ['all on the CPU', { ms: 30 }, 'schedstat', ['  30 ms = 30 ms on CPU']],
    ['some of it GC', { ms: 30, gcMs: 10 }, 'schedstat', ['  30 ms = 20 ms on CPU + 10 ms GC']],
    ['a word for GC only when it matters', { ms: 30, gcMs: 0.4 }, 'schedstat', ['  30 ms = 29.6 ms on CPU']],
    ['more GC than stall', { ms: 30, gcMs: 40 }, 'schedstat', ['  30 ms = 30 ms GC']],
    ['asleep', { ms: 100, cpuMs: 0 }, 'schedstat', ['  100 ms = 100 ms asleep in a blocking call']],
    ['half asleep', { ms: 100, cpuMs: 50 }, 'schedstat', ['  100 ms = 50 ms on CPU + 50 ms asleep in a blocking call']],
    ['a moment behind a lock is no sleep', { ms: 20, cpuMs: 18.5 }, 'schedstat', ['  20 ms = 18.5 ms on CPU']],
    ['no sleep where it cannot be told', { ms: 100, cpuMs: 50 }, 'thread-cpu', ['  100 ms = 50 ms on CPU']],
    ['nothing known', { ms: 100, cpuMs: 0 }, 'none', []],
    [
      'the share of the machine',
      { ms: 30, wallMs: 90, descheduledMs: 60, cpuMs: 90 },
      'schedstat',
      ["  30 ms = 30 ms on CPU; 60 ms more was the machine's (not counted)"],
    ],
    [
      'the share of a machine that stood still',
      { ms: 30, suspendedMs: 500, descheduledMs: 1 },
      'schedstat',
      ["  30 ms = 30 ms on CPU; 501 ms more was the machine's, which stood still (not counted)"],
    ],
    [
      'what looking at it took',
      { ms: 130, descheduledMs: 16, pausedMs: 100 },
      'schedstat',
      [
        "  130 ms = 130 ms on CPU; 16 ms more was the machine's, 100 ms more was loop-canary's, for looking at it (not counted)",
      ],
    ],
    [
      'only the share of the machine',
      { ms: 5, wallMs: 65, descheduledMs: 60, cpuMs: 0 },
      'schedstat',
      ["  5 ms = 5 ms asleep in a blocking call; 60 ms more was the machine's (not counted)"],
    ],
    ['a stall below a millisecond has no anatomy', { ms: 0.9, descheduledMs: 60 }, 'schedstat', []],
  ])('%s', (_what, stall, source, lines) => {
    expect(anatomyOf(stall, source)).toEqual(lines)
  })

  test('a huge stall', () => {
    expect(anatomyOf({ ms: 86_400_000, cpuMs: 86_399_000, gcMs: 1000 })).toEqual([
      '  86,400,000 ms = 86,398,000 ms on CPU + 1000 ms GC',
    ])
  })
})

describe('what only a first call costs', () => {
  test.each([
    [
      makeStall({ ms: 200, loadingMs: 150 }),
      ['  150 ms of it loading modules, as only a first call does (see the option `warmup`)'],
    ],
    [makeStall({ ms: 200, loadingMs: 19 }), []],
    [makeStall({ ms: 200 }), []],
  ])('%#', (longestStall, told) => {
    const lines = evidence(makeReport({ longestStall })).filter((line) => line.includes('loading'))
    expect(lines).toEqual(told)
  })
})

describe('time that flew', () => {
  test.each([
    [{ timers: 60, immediates: 0, io: 0 }, ', in which it was called back by 60 timers'],
    [{ timers: 1, immediates: 1200, io: 2 }, ', in which it was called back by 1 timer, 1,200 immediates, 2 answers'],
    [{ timers: 0, immediates: 0, io: 0 }, ''],
  ])('%o', (yields, by) => {
    const report = { durationMs: 12.34, virtualMs: 3_600_000, yields }
    expect(evidence(makeReport(report))).toEqual([`  3,600,000 ms of virtual time went by in 12.3 ms${by}`])
  })
})
