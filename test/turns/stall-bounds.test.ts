import { describe, expect, test } from 'vitest'
import type { Noise, Stall } from '../../src/report.ts'
import { withBounds } from '../../src/turns/stall-bounds.ts'
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
    const bounded = withBounds(makeStall(stall), noiseFrom(source, noise))
    expect(bounded).toEqual({ ...makeStall(stall), ms: atLeast, atMostMs: atMost, doubts })
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
  const late = { ms: 75, cpuMs: 2, sentinelHeldUpMs: 500 }
  const doubts = ['the watcher thread held up for 500 ms']
  table('schedstat', [
    ['as long as it was told to', { ...late, sites: [wait(70)] }, 72, 75, doubts],
    ['shorter than it was told to, as clocks go', { ...late, sites: [wait(74)] }, 75, 75, []],
    ['woken by somebody whom the machine may not have run', { ...late, sites: [wait()] }, 2, 75, doubts],
    ['and elsewhere', { ...late, sites: [wait(30), wait(20)] }, 52, 75, doubts],
  ])
  const forced = '3 ms off the CPU, asleep or not run: 9 context switches were forced'
  table('context-switches', [
    ['where switches are counted', { ms: 75, cpuMs: 2, switches: 9, sites: [wait(70)] }, 72, 75, [forced]],
  ])
})

describe('asleep while other threads of the process were not run', () => {
  const site = { function: 'f', file: 'f.js', line: 1, column: 1, callers: [], share: 0.5 }
  const doubt = (ms: number) => [`asleep for ${ms} ms while other threads of the process were ready and not run`]
  const others = { othersDescheduledMs: 40 }
  table('schedstat', [
    ['it may have waited for a lock that one of them held', { ms: 60, cpuMs: 2, ...others }, 20, 60, doubt(40)],
    ['no longer than it was asleep', { ms: 60, cpuMs: 30, ...others }, 30, 60, doubt(30)],
    ['on the CPU', { ms: 60, ...others }, 60, 60, []],
    [
      'in a call that blocks, for half of it',
      {
        ms: 60,
        cpuMs: 0,
        sites: [{ ...site, call: { name: 'child_process.spawnSync', count: 1 } }, site],
        ...others,
      },
      30,
      60,
      doubt(30),
    ],
  ])
})

describe('where run-queue delay can be measured', () => {
  table('schedstat', [
    ['all on the CPU', { ms: 60 }, 60, 60, []],
    ['all on the CPU, of a busy machine', { ms: 60, descheduledMs: 300, sentinelHeldUpMs: 80 }, 60, 60, []],
    ['all on the CPU, and then suspended', { ms: 60, suspendedMs: 2000, sentinelHeldUpMs: 2000 }, 60, 60, []],
    ['asleep, on a machine at rest', { ms: 60, cpuMs: 0 }, 60, 60, []],
    [
      'asleep in a call of its own, with a short delay behind it: a sleep has a deadline',
      { ms: 200, cpuMs: 2, descheduledMs: 20 },
      200,
      220,
      ['ready and not run for 20 ms'],
    ],
    ['a short burst, and a long delay', { ms: 6, descheduledMs: 240 }, 6, 6, []],
    ['a little asleep, while the machine had other things to do', { ms: 60, cpuMs: 50, descheduledMs: 20 }, 60, 60, []],
    ['other threads of the process took the CPU', { ms: 10, cpuMs: 9, descheduledMs: 90 }, 10, 10, []],
    [
      'asleep, while the watcher thread was held up as well',
      { ms: 60, cpuMs: 0, sentinelHeldUpMs: 12 },
      48,
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
  const { doubts } = withBounds(makeStall({ ms: 60, cpuMs: 50, sentinelHeldUpMs: 41 }), noise)
  expect(doubts).toEqual(['the watcher thread held up for 41 ms', 'stopped by a CPU quota for 40 ms'])
  expect(withBounds(makeStall({ ms: 60, descheduledMs: 41 }), noise).doubts).toEqual([])
})

describe('where forced context switches can be counted, each stands for up to 12 ms of the machine’s', () => {
  const off = (ms: number, switches: number) =>
    `${ms} ms off the CPU, asleep or not run: ${switches} context switches were forced`
  table('context-switches', [
    ['all on the CPU', { ms: 60 }, 60, 60, []],
    ['a blocking sleep', { ms: 200, cpuMs: 2 }, 188, 200, [off(12, 0)]],
    ['a child that was waited for, on a busy machine', { ms: 210, cpuMs: 4, switches: 7 }, 114, 210, [off(96, 7)]],
    ['a burst, while others had the CPU', { ms: 240, cpuMs: 18, switches: 40 }, 18, 240, [off(222, 40)]],
    ['a moment of nothing', { ms: 5, cpuMs: 4 }, 4, 5, [off(1, 0)]],
    [
      'asleep, while the watcher thread was held up as well',
      { ms: 60, cpuMs: 0, sentinelHeldUpMs: 30 },
      18,
      60,
      [off(42, 0), 'the watcher thread held up for 30 ms'],
    ],
    [
      'stopped for two seconds, of which the sentinel saw the most',
      { ms: 20, cpuMs: 5, suspendedMs: 1985, sentinelHeldUpMs: 1985 },
      5,
      20,
      [off(15, 0), 'suspended for 1985 ms'],
    ],
  ])
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

/** What may be of the turn before, that turn's own time, and the bounds that both leave. In ms. */
describe('where poll was visited somewhere in the first piece of it', () => {
  test.each([
    ['all of it, behind a turn with nothing else', 60, { ms: 60, beforeMs: 0 }, 30, 60],
    ['a small part of it', 60, { ms: 10, beforeMs: 0 }, 50, 60],
    ['all of it, behind a turn that was longer', 60, { ms: 60, beforeMs: 80 }, 30, 140],
    ['a small part of it, behind a turn that was as long', 60, { ms: 5, beforeMs: 60 }, 55, 65],
  ])('%s', (_what, ms, crossing, atLeast, atMost) => {
    const bounded = withBounds(makeStall({ ms }), noiseFrom('schedstat'), { ...crossing, visitsBefore: 7 })
    expect(bounded).toMatchObject({ ms: atLeast, atMostMs: atMost })
    expect(bounded.doubts).toEqual([`poll was visited somewhere within ${crossing.ms} ms of it`])
  })
})
