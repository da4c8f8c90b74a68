import { describe, expect, test } from 'vitest'
import { Allowances } from '../../src/patrol/allowances.ts'
import type { Allowed, Evidence, Look } from '../../src/patrol/attribution.ts'
import { Charge } from '../../src/patrol/charge.ts'
import { excusedMs } from '../../src/patrol/excuses.ts'
import { makeStall } from '../support/reports.ts'

const STALL_MS = 500

/** A block of code that ran in the stall, with an allowance of its own. */
type Block = [startMs: number, endMs: number, upTo?: number]

function excused(blocks: readonly Block[], looks: readonly Look[] = [], alone?: Charge, allowances = new Allowances()) {
  const allowed = blocks.map(
    ([startMs, endMs, upTo = Number.POSITIVE_INFINITY], index): Allowed => ({
      startMs,
      endMs,
      ownMs: endMs - startMs,
      number: allowances.numberOf(`block ${index}`, upTo),
    }),
  )
  const evidence = {
    segment: { startMs: 0, endMs: STALL_MS, wallMs: STALL_MS, gaps: [] },
    stall: makeStall({ ms: STALL_MS }),
    allowances,
    allowed,
  } as unknown as Evidence
  return { ms: excusedMs(evidence, looks, alone), uses: allowances.uses.map(({ label, worstMs }) => [label, worstMs]) }
}

/** A look that has found a function, and speaks for `ms`. */
const look = (atMs: number, ms: number, name: string, scope: readonly number[] = []): Look => ({
  sample: { atMs, frames: [{ function: name, url: '/a.js', line: 1, column: 1 }], scope },
  ms,
  charge: 1,
})

describe('what an allowance was opened for', () => {
  test.each<[string, Block[], number]>([
    ['nothing', [], 0],
    ['a block', [[100, 300]], 200],
    ['one that began before', [[-100, 300]], 300],
    [
      'two',
      [
        [0, 100],
        [300, 400],
      ],
      200,
    ],
    [
      'one in another',
      [
        [0, 300],
        [100, 200],
      ],
      300,
    ],
    ['longer than it may', [[0, 300, 200]], 0],
    [
      'longer than it may, in one that may',
      [
        [0, 300],
        [0, 300, 200],
      ],
      300,
    ],
    [
      'each no longer than it may',
      [
        [0, 100, 120],
        [100, 300, 220],
      ],
      300,
    ],
    [
      'a short one does not excuse a longer one',
      [
        [0, 300, 200],
        [300, 310, 1000],
      ],
      10,
    ],
  ])('%s', (_what, blocks, ms) => {
    expect(excused(blocks).ms).toBe(ms)
  })

  test('is added to what a rule covers, and not counted twice', () => {
    const rules = [{ function: 'legacy' }]
    const looks = [look(250, 250, 'legacy'), look(500, 250, 'other')]
    expect(excused([[200, 400]], looks, undefined, new Allowances(rules))).toEqual({
      ms: 400,
      uses: [
        ['function: legacy', 250],
        ['block 0', 200],
      ],
    })
  })
})

test('what holds for all that somebody does holds for what nobody has looked at', () => {
  const allowances = new Allowances()
  const charge = new Charge('a test')
  charge.allowances.push(allowances.numberOf('@loop-safe', Number.POSITIVE_INFINITY))
  expect(excused([], [], charge, allowances)).toEqual({ ms: STALL_MS, uses: [['@loop-safe', STALL_MS]] })
})

test('what the machine took of a block was not allowed', () => {
  const allowances = new Allowances()
  const number = allowances.numberOf('block', 200)
  const evidence = {
    segment: { startMs: 0, endMs: 2 * STALL_MS },
    stall: makeStall({ ms: STALL_MS, descheduledMs: STALL_MS }),
    allowances,
    allowed: [{ startMs: 0, endMs: 400, ownMs: 150, number }],
  } as unknown as Evidence
  expect(excusedMs(evidence, [], undefined)).toBe(150)
})

test('on a slower machine all may last longer', () => {
  const blocks: Block[] = [[0, 300, 200]]
  expect(excused(blocks, [], undefined, new Allowances([], 2)).ms).toBe(300)
})
