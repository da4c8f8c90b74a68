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
      0 ms ▁▁▁▁▁▁████████████████████████████▒▒▒▒▒▒ 300 ms in all
                 └ 212 ms in one turn
      212 ms = 210 ms on CPU + 2 ms GC
      ▒ not counted: 43 ms that the machine took
      what waited: a timer · an immediate · a socket · a worker's message
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

describe('which turns were too long', () => {
  const stalls = [
    makeStall({ startMs: 400, ms: 300 }),
    makeStall({ startMs: 0, ms: 120 }),
    makeStall({ startMs: 800, ms: 50 }),
    makeStall({ startMs: 200, ms: 49 }),
  ]
  const tellTurns = (report: Partial<LoopReport>, tooLongMs?: number) =>
    evidence(makeReport({ stalls, ...report }), tooLongMs).filter((line) => /turns? of/.test(line))

  test('when, in the order of time', () => {
    expect(tellTurns({}, 50)).toEqual([
      '  3 turns of 50 ms or longer: 120 ms at 0 ms · 300 ms at 400 ms · 50 ms at 800 ms',
    ])
  })

  test('one is in the strip already, and where that is not the question nobody asks', () => {
    expect(tellTurns({}, 200)).toEqual([])
    expect(tellTurns({})).toEqual([])
  })

  test('the longest ones of many, and how many at least where not all are kept', () => {
    const many = Array.from({ length: 100 }, (_, index) => makeStall({ startMs: 5000 - 50 * index, ms: 20 }))
    expect(tellTurns({ stalls: many, stallsDropped: 7 }, 10)).toEqual([
      '  at least 100 turns of 10 ms or longer: 20 ms at 4800 ms · 20 ms at 4850 ms · 20 ms at 4900 ms · 20 ms at 4950 ms · 20 ms at 5000 ms · …',
    ])
  })
})

describe('what waited', () => {
  test('a canary that was served within a millisecond is no news', () => {
    const canaries = {
      ...makeReport().canaries,
      timer: makeCanary({ longestWaitMs: 0.99 }),
      socket: makeCanary({ longestWaitMs: 1 }),
    }
    expect(evidence(makeReport({ canaries }))).toEqual(['  what waited: a socket'])
  })

  test('a canary that was not asked for is not told of', () => {
    const canaries = { ...makeReport().canaries, worker: makeCanary({ longestWaitMs: 30 }) }
    expect(evidence(makeReport({ canaries }))).toEqual(["  what waited: a worker's message"])
  })
})

describe('whose time it was: parts that add up to the stall, and what came on top', () => {
  test.each<[string, Parameters<typeof makeStall>[0], Noise['source'], string[]]>([
    ['all on the CPU', { ms: 30 }, 'schedstat', ['  30 ms, all of it on CPU']],
    ['some of it GC', { ms: 30, gcMs: 10 }, 'schedstat', ['  30 ms = 20 ms on CPU + 10 ms GC']],
    ['a word for GC only when it matters', { ms: 30, gcMs: 0.4 }, 'schedstat', ['  30 ms, all of it on CPU']],
    ['in the digits of the whole', { ms: 302.6, gcMs: 3.6 }, 'schedstat', ['  303 ms = 299 ms on CPU + 4 ms GC']],
    ['more GC than stall', { ms: 30, gcMs: 40 }, 'schedstat', ['  30 ms, all of it GC']],
    ['asleep', { ms: 100, cpuMs: 0 }, 'schedstat', ['  100 ms, all of it asleep in a blocking call']],
    ['half asleep', { ms: 100, cpuMs: 50 }, 'schedstat', ['  100 ms = 50 ms on CPU + 50 ms asleep in a blocking call']],
    [
      'a moment behind a lock is no call',
      { ms: 20, cpuMs: 18.5 },
      'schedstat',
      ['  20 ms = 18.5 ms on CPU + 1.5 ms off CPU'],
    ],
    [
      'no call where it cannot be told',
      { ms: 100, cpuMs: 50 },
      'thread-cpu',
      ['  100 ms = 50 ms on CPU + 50 ms off CPU'],
    ],
    ['nothing known', { ms: 100, cpuMs: 0 }, 'none', []],
    [
      'the share of the machine',
      { ms: 30, wallMs: 90, descheduledMs: 60 },
      'schedstat',
      ['  30 ms, all of it on CPU', '  not counted: 60 ms that the machine took'],
    ],
    [
      'the share of a machine that stood still',
      { ms: 30, suspendedMs: 500, descheduledMs: 1 },
      'schedstat',
      ['  30 ms, all of it on CPU', '  not counted: 501 ms in which the machine stood still'],
    ],
    [
      'what looking at it took',
      { ms: 130, descheduledMs: 16, pausedMs: 100 },
      'schedstat',
      [
        '  130 ms, all of it on CPU',
        '  not counted: 16 ms that the machine took · 100 ms that loop-canary took, to look at it',
      ],
    ],
    [
      'what may have been the machine’s',
      { ms: 175, atMostMs: 309, descheduledMs: 5, cpuMs: 3 },
      'schedstat',
      [
        '  175 ms = 3 ms on CPU + 172 ms asleep in a blocking call',
        '  not counted: 5 ms that the machine took · 134 ms that the machine may have taken',
      ],
    ],
    ['a stall below a millisecond has no anatomy', { ms: 0.9, descheduledMs: 60 }, 'schedstat', []],
  ])('%s', (_what, stall, source, lines) => {
    expect(anatomyOf(stall, source)).toEqual(lines)
  })

  test('a huge stall', () => {
    expect(anatomyOf({ ms: 86_400_000, cpuMs: 86_400_000, gcMs: 1_000_000 })).toEqual([
      '  86,400,000 ms = 85,400,000 ms on CPU + 1,000,000 ms GC',
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
