import { describe, expect, test } from 'vitest'
import { Allowances } from '../../src/patrol/allowances.ts'
import { attribute, type Evidence } from '../../src/patrol/attribution.ts'
import { Charge } from '../../src/patrol/charge.ts'
import { makeStall } from '../support/reports.ts'

const STALL_MS = 700

/** A stall that had to be stopped, of a turn in which one after the other was found at work. */
function stoppedTurn(...found: readonly Charge[]): Evidence {
  const charges = new Map(found.map((charge) => [charge.id, charge]))
  for (const charge of charges.values()) charge.begin(0)
  return {
    segment: { startMs: 0, endMs: STALL_MS, wallMs: STALL_MS, gaps: [] },
    stall: makeStall({ ms: STALL_MS, stopped: true }),
    samples: found.map(({ id }, index) => ({ atMs: (index + 1) * 100, frames: [], scope: [id] })),
    charges,
    allowances: new Allowances(),
    allowed: [],
  } as unknown as Evidence
}

describe('a turn that had to be stopped', () => {
  const [one, other] = [new Charge('one'), new Charge('other')]

  test('is that of who was found last', () => {
    expect(attribute(stoppedTurn(other, one)).charge).toBe(one)
  })

  test('is that of who was stopped, whoever else blocked behind that', () => {
    other.wasStopped = true
    expect(attribute(stoppedTurn(one, other, one)).charge).toBe(other)
  })
})
