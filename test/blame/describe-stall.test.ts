import { expect, test } from 'vitest'
import { Account } from '../../src/blame/accounts.ts'
import { describeStall } from '../../src/blame/blame.ts'
import { WRAPPER_URL } from '../../src/blame/wrapper.ts'
import { GcMeter } from '../../src/turns/gc-meter.ts'

function urlOf(name: string): string {
  if (name === 'wrapper') return WRAPPER_URL
  return name.startsWith('node:') ? name.split('.')[0]! : `file:///nowhere/${name}.js`
}

/** A stall from 1000 ms on, 200 ms long, of which the samples and calls are given by when they were in it. */
function stallWith(
  samples: [atMs: number, stack: string][],
  calls: [startMs: number, endMs: number][] = [],
  observed: Partial<Parameters<typeof describeStall>[1]> = {},
) {
  const span = {
    startMs: 1000,
    endMs: 1200,
    gaps: [],
    wallMs: 200,
    ms: 200,
    cpuMs: 200,
    descheduledMs: 0,
    switches: 0,
    visits: 0,
  }
  const frameOf = (name: string) => ({
    function: name.replace(/^node:\w+\./, ''),
    url: urlOf(name),
    line: 1,
    column: 1,
  })
  const { sites } = describeStall(span, {
    launchedAt: 1000,
    returnedAt: 1200,
    settledAt: 1200,
    gc: new GcMeter(),
    pauses: [],
    heldUp: [],
    othersDelayed: [],
    stoppedAt: undefined,
    samples: samples.map(([atMs, stack]) => ({
      atMs: 1000 + atMs,
      frames: stack.split(' < ').map(frameOf),
      kind: 'sync' as const,
    })),
    calls: calls.map(([startMs, endMs]) => ({
      startMs: 1000 + startMs,
      endMs: 1000 + endMs,
      noted: undefined,
      leastMs: endMs - startMs,
      mostMs: endMs - startMs,
      account: new Account('JSON.parse', [frameOf('caller')]),
    })),
    ...observed,
  })
  return sites.map((site) => [site.call?.name ?? site.function, Math.round(site.share * 100)])
}

test('each look stands for the time since the one before', () => {
  const looks: [number, string][] = [
    [50, 'f'],
    [198, 'g'],
  ]
  expect(stallWith(looks)).toEqual([
    ['g', 75],
    ['f', 25],
  ])
})

test('a look behind a call does not stand for the time of the call', () => {
  expect(stallWith([[198, 'caller']], [[10, 195]])).toEqual([['JSON.parse', 93]])
})

test('nor when the call had called the user’s code, and a look was in that', () => {
  const looks: [number, string][] = [
    [60, 'reviver < wrapper < caller'],
    [198, 'caller'],
  ]
  expect(stallWith(looks, [[0, 190]])).toEqual([['reviver', 100]])
})

test('a look behind a call stands for what came after it', () => {
  const looks: [number, string][] = [
    [60, 'reviver < wrapper < caller'],
    [198, 'caller'],
  ]
  expect(stallWith(looks, [[0, 80]])).toEqual([
    ['caller', 66],
    ['reviver', 34],
  ])
})

test('a place without a part in the stall is not told', () => {
  const looks: [number, string][] = [[40, 'caller']]
  const calls: [number, number][] = [
    [0, 35],
    [41, 206],
  ]
  expect(stallWith(looks, calls).map(([name]) => name)).toEqual(['JSON.parse', 'JSON.parse'])
})

test('a look that stands for next to nothing may have come too late, but not the one at which it was stopped', () => {
  const looks: [number, string][] = [[150, 'f']]
  const pauses = [{ startMs: 1001, wallMs: 148, cpuMs: 0, descheduledMs: 0 }]
  expect(stallWith(looks, [], { pauses })).toEqual([])
  expect(stallWith(looks, [], { pauses, stoppedAt: 1151 })).toEqual([['f', 100]])
})

test('so may one at the very end, but not that at which it was stopped, or that found somebody in a call that blocks', () => {
  const looks: [number, string][] = [[199.5, 'f']]
  expect(stallWith(looks)).toEqual([])
  expect(stallWith([[150, 'e'], ...looks])).toEqual([['e', 100]])
  expect(stallWith(looks, [], { stoppedAt: 1199.5 })).toEqual([['f', 100]])
  expect(stallWith([[196, 'node:timers < f']])).toEqual([])
  expect(stallWith([[199.5, 'node:fs.tryStatSync < node:fs.readFileSync < f']])).toEqual([['f', 100]])
})

test('what the look itself took does not count as time behind it', () => {
  const pauses = [{ startMs: 1190, wallMs: 9.5, cpuMs: 0, descheduledMs: 0 }]
  expect(stallWith([[190, 'f']], [], { pauses })).toEqual([])
})

test('one that was stopped in a call has not been stopped in the function around it', () => {
  const calls: [number, number][] = [[2, 150]]
  expect(stallWith([[149, 'wait']], calls, { stoppedAt: 1150 })).toEqual([['JSON.parse', 74]])
})
