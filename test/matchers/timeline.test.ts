import { describe, expect, test } from 'vitest'
import { timeline } from '../../src/matchers/timeline.ts'
import type { LoopReport } from '../../src/report.ts'
import { makeReport, makeStall } from '../support/reports.ts'

const draw = (report: Partial<LoopReport>): string => `\n${timeline(makeReport(report)).join('\n')}\n`

describe('one stall', () => {
  test('in the middle', () => {
    const stalls = [makeStall({ startMs: 42, ms: 210 })]
    expect(draw({ durationMs: 280, stalls })).toMatchInlineSnapshot(`
      "
        0 ms ▁▁▁▁▁▁██████████████████████████████▁▁▁▁ 280 ms in all
                   └ 210 ms in one turn
      "
    `)
  })

  test('at the very begin', () => {
    expect(draw({ durationMs: 100, stalls: [makeStall({ startMs: 0, ms: 25 })] })).toMatchInlineSnapshot(`
      "
        0 ms ██████████▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 100 ms in all
             └ 25 ms in one turn
      "
    `)
  })

  test('at the very end', () => {
    expect(draw({ durationMs: 100, stalls: [makeStall({ startMs: 75, ms: 25 })] })).toMatchInlineSnapshot(`
      "
        0 ms ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁██████████ 100 ms in all
                                           └ 25 ms in one turn
      "
    `)
  })

  test('that goes on after the settlement', () => {
    expect(draw({ durationMs: 50, stalls: [makeStall({ startMs: 25, ms: 75 })] })).toMatchInlineSnapshot(`
      "
        0 ms ▁▁▁▁▁▁▁▁▁▁██████████████████████████████ 100 ms in all
                       └ 75 ms in one turn
      "
    `)
  })

  test('all of it', () => {
    const stall = makeStall({ ms: 30, kind: 'sync' })
    expect(draw({ durationMs: 30, stalls: [stall] })).toMatchInlineSnapshot(`
      "
        0 ms ████████████████████████████████████████ 30 ms in all
             └ 30 ms in one turn, synchronous
      "
    `)
  })

  test('of a subject that took no time', () => {
    expect(draw({ durationMs: 0, stalls: [makeStall({ ms: 30 })] })).toMatchInlineSnapshot(`
      "
        0 ms ████████████████████████████████████████ 30 ms in all
             └ 30 ms in one turn
      "
    `)
  })

  test('that is a hair of a huge duration', () => {
    const stalls = [makeStall({ startMs: 3_000_000, ms: 12 })]
    expect(draw({ durationMs: 3_600_000, stalls })).toMatchInlineSnapshot(`
      "
        0 ms ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 3,600,000 ms in all
                                              └ 12 ms in one turn
      "
    `)
  })

  test('that the machine stretched: what is not its own stands behind it', () => {
    const stalls = [makeStall({ startMs: 100, ms: 50, wallMs: 300, descheduledMs: 250 })]
    expect(draw({ durationMs: 400, stalls })).toMatchInlineSnapshot(`
      "
        0 ms ▁▁▁▁▁▁▁▁▁▁█████▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ 400 ms in all
                       └ 50 ms in one turn
      "
    `)
  })
})

test('the time for looking at a stall is not its own either', () => {
  const stalls = [makeStall({ startMs: 0, ms: 50, pausedMs: 50 })]
  expect(draw({ durationMs: 100, stalls })).toContain(` ${'█'.repeat(20)}${'▒'.repeat(20)} 100 ms`)
})

describe('many stalls', () => {
  test('each its own dark part, with a pointer at the longest', () => {
    const stalls = [
      makeStall({ startMs: 60, ms: 20 }),
      makeStall({ startMs: 10, ms: 15 }),
      makeStall({ startMs: 90, ms: 5 }),
    ]
    expect(draw({ durationMs: 100, stalls })).toMatchInlineSnapshot(`
      "
        0 ms ▁▁▁▁██████▁▁▁▁▁▁▁▁▁▁▁▁▁▁████████▁▁▁▁██▁▁ 100 ms in all
                                     └ 20 ms in one turn
      "
    `)
  })

  test('a hundred chunks with pauses between', () => {
    const stalls = Array.from({ length: 100 }, (_, index) => makeStall({ startMs: index * 20, ms: 10 }))
    expect(draw({ durationMs: 2000, stalls })).toMatchInlineSnapshot(`
      "
        0 ms ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 2000 ms in all
             └ 10 ms in one turn
      "
    `)
  })

  test('a hundred tiny ones', () => {
    const stalls = Array.from({ length: 100 }, (_, index) => makeStall({ startMs: index * 100, ms: 1.5 }))
    expect(draw({ durationMs: 10_000, stalls })).toMatchInlineSnapshot(`
      "
        0 ms ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 10,000 ms in all
             └ 1.5 ms in one turn
      "
    `)
  })
})

describe('nothing to draw', () => {
  test('without stalls', () => {
    expect(timeline(makeReport({ durationMs: 100 }))).toEqual([])
  })

  test('without any time', () => {
    expect(timeline(makeReport({ durationMs: 0 }))).toEqual([])
  })
})

test('whatever is drawn, the strip has forty columns and the pointer is below it', () => {
  for (let startMs = 0; startMs <= 1000; startMs += 13) {
    for (const ms of [1, 12.4, 12.6, 25, 333, 5000]) {
      const [strip = '', pointer = ''] = timeline(
        makeReport({ durationMs: 1000, stalls: [makeStall({ startMs, ms })] }),
      )
      const [, drawn = ''] = /^ {2}0 ms ([▁█]+) [\d.]+ ms in all$/.exec(strip) ?? []
      expect(drawn).toHaveLength(40)
      const column = pointer.indexOf('└') - strip.indexOf(drawn)
      expect(column).toBeGreaterThanOrEqual(0)
      expect(column).toBeLessThan(40)
      if (drawn.includes('█')) expect(column).toBe(drawn.indexOf('█'))
    }
  }
})
