import { describe, expect, test } from 'vitest'
import { anatomyOf, type Delay, type HeldUp, type Pause } from '../../src/turns/anatomy.ts'
import { GcMeter } from '../../src/turns/gc-meter.ts'
import type { Segment } from '../../src/turns/segment.ts'

interface Around {
  gcMs?: number
  pauses?: Partial<Pause>[]
  heldUp?: HeldUp[]
  othersDelayed?: Delay[]
  settledAt?: number
}

/** Of a segment of 100 ms that begins at 1000, all of it on the CPU unless it says otherwise. */
function anatomy(segment: Partial<Segment>, around: Around = {}) {
  const { gcMs = 0, pauses = [], heldUp = [], othersDelayed = [], settledAt } = around
  const gc = Object.assign(new GcMeter(), { within: () => gcMs })
  const whole = {
    startMs: 1000,
    endMs: 1100,
    gaps: [],
    wallMs: 100,
    ms: 100,
    cpuMs: 100,
    descheduledMs: 0,
    switches: 0,
    visits: 0,
    ...segment,
  }
  const none = { startMs: 1010, wallMs: 0, cpuMs: 0, descheduledMs: 0 }
  const circumstances = { gc, pauses: pauses.map((pause) => ({ ...none, ...pause })), heldUp, othersDelayed }
  return anatomyOf(whole, settledAt === undefined ? circumstances : { ...circumstances, settledAt })
}

const nothing = {
  asleepMs: 0,
  gcMs: 0,
  descheduledMs: 0,
  switches: 0,
  suspendedMs: 0,
  pausedMs: 0,
  sentinelHeldUpMs: 0,
  othersDescheduledMs: 0,
}

test('all of it on the CPU', () => {
  expect(anatomy({})).toEqual({ ...nothing, ms: 100, wallMs: 100, cpuMs: 100 })
})

test('asleep in a blocking call', () => {
  expect(anatomy({ cpuMs: 10 })).toEqual({ ...nothing, ms: 100, wallMs: 100, cpuMs: 10, asleepMs: 90 })
})

test('ready, and not run', () => {
  expect(anatomy({ ms: 40, cpuMs: 40 })).toEqual({ ...nothing, ms: 40, wallMs: 100, cpuMs: 40, descheduledMs: 60 })
})

describe('pauses are in none of the parts', () => {
  test('asleep behind the settlement, where sleep does not count anyhow', () => {
    const around = { pauses: [{ startMs: 1060, wallMs: 40 }], settledAt: 1050 }
    expect(anatomy({ ms: 60, cpuMs: 60 }, around)).toMatchObject({ ms: 60, wallMs: 60, cpuMs: 60, pausedMs: 40 })
  })

  test('behind the end of the segment, which came while the thread was looked at', () => {
    const around = { pauses: [{ startMs: 1095, wallMs: 25, cpuMs: 4, descheduledMs: 21 }], settledAt: 1094 }
    expect(anatomy({ cpuMs: 14 }, around)).toMatchObject({ ms: 95, wallMs: 95, cpuMs: 10, pausedMs: 5 })
  })

  test('asleep', () => {
    const paused = anatomy({ cpuMs: 80 }, { pauses: [{ wallMs: 20 }] })
    expect(paused).toEqual({ ...nothing, ms: 80, wallMs: 80, cpuMs: 80, pausedMs: 20 })
  })

  test('on the CPU, and waiting for one', () => {
    const paused = anatomy({ ms: 70, cpuMs: 70 }, { pauses: [{ wallMs: 50, cpuMs: 30, descheduledMs: 20 }] })
    expect(paused).toEqual({ ...nothing, ms: 40, wallMs: 50, cpuMs: 40, descheduledMs: 10, pausedMs: 50 })
  })

  test('those before and behind the segment are not its own', () => {
    const pauses = [
      { startMs: 999, wallMs: 20 },
      { startMs: 1101, wallMs: 20 },
    ]
    expect(anatomy({}, { pauses }).ms).toBe(100)
  })

  test('more pause than there was time', () => {
    expect(anatomy({}, { pauses: [{ wallMs: 200, cpuMs: 200 }] })).toMatchObject({ ms: 0, wallMs: 0, pausedMs: 100 })
  })
})

describe('a gap is not of the segment', () => {
  const gapped = { startMs: 900, gaps: [{ startMs: 1000, endMs: 1100 }] }

  test('nor is a pause in it', () => {
    const pauses = [
      { startMs: 950, wallMs: 10 },
      { startMs: 1050, wallMs: 20 },
    ]
    expect(anatomy(gapped, { pauses })).toMatchObject({ wallMs: 90, pausedMs: 10 })
  })

  test('nor the collector there', () => {
    expect(anatomy(gapped, { gcMs: 30 })).toMatchObject({ ms: 100, gcMs: 0 })
  })

  test('nor did the process stand still there', () => {
    const seen = anatomy({ ...gapped, cpuMs: 10 }, { heldUp: [{ startMs: 980, ms: 70, suspendedMs: 70 }] })
    expect(seen).toMatchObject({ ms: 80, suspendedMs: 20, sentinelHeldUpMs: 20 })
  })
})

describe('other threads were ready, and not run', () => {
  test('in the segment itself', () => {
    const othersDelayed = [
      { startMs: 900, endMs: 1000, ms: 50 },
      { startMs: 1020, endMs: 1060, ms: 7 },
      { startMs: 1060, endMs: 1090, ms: 4 },
    ]
    expect(anatomy({}, { othersDelayed }).othersDescheduledMs).toBe(11)
  })

  test('somewhere between two looks, one of them in it', () => {
    expect(anatomy({}, { othersDelayed: [{ startMs: 900, endMs: 1030, ms: 20 }] }).othersDescheduledMs).toBe(20)
    expect(anatomy({}, { othersDelayed: [{ startMs: 900, endMs: 1030, ms: 90 }] }).othersDescheduledMs).toBe(30)
  })

  test('while the segment was not on', () => {
    const gapped = { startMs: 900, gaps: [{ startMs: 1000, endMs: 1080 }] }
    expect(anatomy(gapped, { othersDelayed: [{ startMs: 990, endMs: 1090, ms: 60 }] }).othersDescheduledMs).toBe(20)
  })
})

describe('the process stood still', () => {
  test('as far as the sentinel saw it', () => {
    const seen = anatomy({ cpuMs: 10 }, { heldUp: [{ startMs: 1020, ms: 70, suspendedMs: 70 }] })
    expect(seen).toEqual({
      ...nothing,
      ms: 30,
      wallMs: 100,
      cpuMs: 10,
      asleepMs: 20,
      suspendedMs: 70,
      sentinelHeldUpMs: 70,
    })
  })

  test('partly before', () => {
    const seen = anatomy({ cpuMs: 10 }, { heldUp: [{ startMs: 500, ms: 520, suspendedMs: 520 }] })
    expect(seen).toMatchObject({ ms: 80, suspendedMs: 20, sentinelHeldUpMs: 20 })
  })

  test('what was on the CPU was not standing still', () => {
    const seen = anatomy({ cpuMs: 90 }, { heldUp: [{ startMs: 1000, ms: 100, suspendedMs: 100 }] })
    expect(seen).toMatchObject({ ms: 90, suspendedMs: 10 })
  })

  test('a watcher thread that was late, in a process that was not', () => {
    const seen = anatomy({ cpuMs: 10 }, { heldUp: [{ startMs: 1020, ms: 30, suspendedMs: 0 }] })
    expect(seen).toMatchObject({ ms: 100, suspendedMs: 0, sentinelHeldUpMs: 30 })
  })
})

describe('garbage collection', () => {
  test('is a part of the time on the CPU', () => {
    expect(anatomy({}, { gcMs: 30 })).toMatchObject({ ms: 100, gcMs: 30 })
  })

  test('asleep in it on a busy machine, it waits for helpers that do not run', () => {
    const waiting = anatomy({ ms: 60, cpuMs: 40 }, { gcMs: 30 })
    expect(waiting).toMatchObject({ ms: 40, cpuMs: 40, asleepMs: 0, descheduledMs: 60 })
  })
})
