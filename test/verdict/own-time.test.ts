import { describe, expect, test } from 'vitest'
import type { Noise, Stall } from '../../src/report.ts'
import { ownTime } from '../../src/verdict/own-time.ts'
import { makeStall } from '../support/reports.ts'

const noiseFrom = (source: Noise['source'], noise: Partial<Noise> = {}): Noise => ({
  descheduledMs: 0,
  gcMs: 0,
  suspendedMs: 0,
  pausedMs: 0,
  sentinelLateMs: 0,
  source,
  ...noise,
})

type Row = [what: string, stall: Partial<Stall> & { ms: number }, atLeast: number, atMost: number, doubts: string[]]

const table = (source: Noise['source'], rows: Row[], noise: Partial<Noise> = {}) =>
  test.each(rows)('%s', (_what, stall, atLeast, atMost, doubts) => {
    expect(ownTime(makeStall(stall), noiseFrom(source, noise))).toEqual({ atLeast, atMost, doubts })
  })

describe('where somebody waited for a CPU meanwhile', () => {
  const call = { name: 'Atomics.wait', count: 1 } as const
  const site = (share: number) => ({ function: 'f', file: 'f.js', line: 1, column: 1, callers: [], share, call })
  table(
    'schedstat',
    [
      ['all on the CPU', { ms: 60 }, 60, 60, []],
      [
        'asleep in nothing that is known to block',
        { ms: 60, cpuMs: 10 },
        30,
        60,
        ['asleep for 30 ms in nothing that is known to block, while others waited for a CPU'],
      ],
      ['asleep in a call that blocks', { ms: 60, cpuMs: 0, sites: [site(1)] }, 60, 60, []],
      [
        'asleep in a call that blocks, and elsewhere',
        { ms: 60, cpuMs: 0, sites: [site(0.75)] },
        45,
        60,
        ['asleep for 15 ms in nothing that is known to block, while others waited for a CPU'],
      ],
    ],
    { pressureMs: 30 },
  )
  table('schedstat', [['asleep, and nobody for long', { ms: 60, cpuMs: 0 }, 60, 60, []]], { pressureMs: 4.9 })
})

describe('asleep in a wait that ended by its own timeout, on a busy machine', () => {
  const wait = (waitMs?: number) => ({
    function: 'f',
    file: 'f.js',
    line: 1,
    column: 1,
    callers: [],
    share: 1,
    call: { name: 'Atomics.wait', count: 1, waitMs },
  })
  const late = { ms: 75, cpuMs: 2, descheduledMs: 20 }
  const doubts = ['ready and not run for 20 ms']
  table('schedstat', [
    ['as long as it was told to', { ...late, sites: [wait(70)] }, 72, 95, doubts],
    ['shorter than it was told to, as clocks go', { ...late, sites: [wait(74)] }, 75, 95, doubts],
    ['woken by somebody whom the machine may not have run', { ...late, sites: [wait()] }, 2, 95, doubts],
    ['and elsewhere', { ...late, sites: [wait(30), wait(20)] }, 52, 95, doubts],
  ])
})

describe('where run-queue delay can be measured', () => {
  table('schedstat', [
    ['all on the CPU', { ms: 60 }, 60, 60, []],
    ['all on the CPU, of a busy machine', { ms: 60, descheduledMs: 300, sentinelHeldUpMs: 80 }, 60, 60, []],
    ['all on the CPU, and then suspended', { ms: 60, suspendedMs: 2000, sentinelHeldUpMs: 2000 }, 60, 60, []],
    ['asleep, on a machine at rest', { ms: 60, cpuMs: 0 }, 60, 60, []],
    ['asleep, and run a moment late', { ms: 60, cpuMs: 0, descheduledMs: 0.9 }, 60, 60.9, []],
    [
      'asleep, while the machine had other things to do',
      { ms: 60, cpuMs: 10, descheduledMs: 20 },
      10,
      80,
      ['ready and not run for 20 ms'],
    ],
    [
      'a little asleep, while the machine had other things to do',
      { ms: 60, cpuMs: 50, descheduledMs: 20 },
      50,
      60,
      ['ready and not run for 20 ms'],
    ],
    [
      'asleep, while the watcher thread was held up as well',
      { ms: 60, cpuMs: 0, sentinelHeldUpMs: 12 },
      0,
      60,
      ['the watcher thread held up for 12 ms'],
    ],
    ['asleep, with a watcher thread a moment late', { ms: 60, cpuMs: 0, sentinelHeldUpMs: 4.9 }, 60, 60, []],
    [
      'asleep in a collection, which waits for other threads',
      { ms: 50, cpuMs: 2, gcMs: 47 },
      3,
      50,
      ['asleep in garbage collection for 47 ms'],
    ],
    ['on the CPU in a collection', { ms: 60, gcMs: 50 }, 60, 60, []],
    [
      'stopped for a while, of which the sentinel saw the most',
      { ms: 14, cpuMs: 12, suspendedMs: 78, sentinelHeldUpMs: 78 },
      12,
      14,
      ['suspended for 78 ms'],
    ],
    [
      'suspended and descheduled',
      { ms: 60, cpuMs: 20, suspendedMs: 78, descheduledMs: 5 },
      20,
      65,
      ['suspended for 78 ms', 'ready and not run for 5 ms'],
    ],
  ])
})

describe('where the hypervisor takes time, a sleep that it may explain is in doubt', () => {
  table(
    'schedstat',
    [
      ['longer than what was taken', { ms: 60, cpuMs: 0 }, 30, 60, ['20 ms taken by the hypervisor']],
      ['shorter', { ms: 60, cpuMs: 45 }, 45, 60, ['20 ms taken by the hypervisor']],
      ['none at all', { ms: 60 }, 60, 60, []],
    ],
    { stealMs: 20 },
  )
})

test('a CPU quota is told of where something is in doubt', () => {
  const noise = noiseFrom('schedstat', { throttledMs: 40 })
  const { doubts } = ownTime(makeStall({ ms: 60, cpuMs: 50, descheduledMs: 41 }), noise)
  expect(doubts).toEqual(['ready and not run for 41 ms', 'stopped by a CPU quota for 40 ms'])
  expect(ownTime(makeStall({ ms: 60, descheduledMs: 41 }), noise).doubts).toEqual([])
})

describe('where only CPU time can be measured, it is the least, and wall time the most', () => {
  const off = (ms: number) => `${ms} ms off the CPU, asleep or not run: this platform does not tell which`
  table('thread-cpu', [
    ['all on the CPU', { ms: 60 }, 60, 60, []],
    ['partly', { ms: 60, cpuMs: 20 }, 20, 60, [off(40)]],
    ['held up', { ms: 60, cpuMs: 20, sentinelHeldUpMs: 30 }, 20, 60, [off(40), 'the watcher thread held up for 30 ms']],
    ['suspended', { ms: 30, cpuMs: 30, suspendedMs: 500 }, 30, 30, []],
  ])
})

describe('where nothing can be measured, wall time is all there is', () => {
  table('none', [
    ['of any kind', { ms: 60, cpuMs: 0 }, 60, 60, []],
    ['without the time that the process stood still', { ms: 60, cpuMs: 0, suspendedMs: 500 }, 60, 60, []],
  ])
})

test('what had to be stopped has blocked for longer than anybody waits, whatever the machine did', () => {
  for (const source of ['schedstat', 'thread-cpu', 'none'] as const) {
    const stall = makeStall({ ms: 20, cpuMs: 0, stopped: true, descheduledMs: 500 })
    const forEver = Number.POSITIVE_INFINITY
    expect(ownTime(stall, noiseFrom(source))).toEqual({ atLeast: forEver, atMost: forEver, doubts: [] })
  }
})
