import { stat } from 'node:fs'
import { expect } from 'vitest'
import { type LoopReport, type WatchOptions, watchLoop } from '../../src/index.ts'
import { burntMs, Ledger, TICK_MS } from './burn.ts'

const BURN_MS = 20

/** A program of several burns; it calls `done` when it is through. */
export type Program = (burn: () => void, done: () => void) => void

/** Who else is there while a program is watched. */
export interface Company {
  options: WatchOptions
  /** Timers and files of others come and go, so that the loop has something to do in every phase. */
  isCrowded: boolean
}

/** Two timers that are set in a row may be set in two ms, and then be due in two turns. */
const MAX_TRIES = 10

/**
 * Watches a program, and compares its stalls with what the loop's own count of turns says that they were; again until the
 * program's burns have come to lie in the turns that it is about. Every watch has to be right, whatever the burns did.
 */
export async function expectStallsOfItsTurns(program: Program, turns: number[], company: Company): Promise<void> {
  const wanted = turns.map((burns) => burns * BURN_MS).join()
  const seen: string[] = []
  // In a crowd a timer may come due in the turn before.
  while (seen.length < (company.isCrowded ? 1 : MAX_TRIES) && !seen.includes(wanted)) {
    seen.push((await expectStallsOfTurns(program, company)).join())
  }
  if (!company.isCrowded) expect(seen).toContain(wanted)
}

/**
 * A timer comes due before the meter can know of it where the machine takes the CPU away between the check and the timers phase: then the
 * meter takes the timer's callback for one of poll's. That is rare, so it does not happen twice in a row.
 */
const MAX_DISTURBED = 1

/** Returns what was burnt in each turn, in ms. */
async function expectStallsOfTurns(program: Program, company: Company, disturbed = 0): Promise<number[]> {
  const ledger = new Ledger()
  const leave = company.isCrowded ? crowd() : () => {}
  const report = await watchLoop(
    () => new Promise<void>((resolve) => program(() => ledger.burn(BURN_MS), resolve)),
    company.options,
  ).finally(leave)
  try {
    expectStallsOf(ledger, report)
  } catch (error) {
    if (report.noise.descheduledMs < 1 || disturbed === MAX_DISTURBED) throw error
    return expectStallsOfTurns(program, company, disturbed + 1)
  }
  return ledger.turns
}

function expectStallsOf(ledger: Ledger, report: LoopReport): void {
  const expected = ledger.turns.toSorted(longestFirst)
  const longest = ledger.wallOfTurns.toSorted(longestFirst)
  const measured = report.stalls
    .map((stall) => ({ ms: burntMs(stall), gcMs: stall.gcMs }))
    .toSorted((one, other) => longestFirst(one.ms, other.ms))
    .filter(({ ms }) => ms > BURN_MS / 2)
  const anatomy = JSON.stringify(report.stalls)
  expect(measured, anatomy).toHaveLength(expected.length)
  for (const [index, { ms, gcMs }] of measured.entries()) {
    expect(ms, anatomy).toBeGreaterThan(expected[index]! - TICK_MS * (expected[index]! / BURN_MS))
    // By the clock: a burn goes by ticks of CPU time, and is longer than asked for. A burn of another turn would be 15 ms more.
    // A collection is in the stall, and not in what was burnt.
    expect(ms - gcMs, anatomy).toBeLessThan(longest[index]! + 15)
  }
}

const longestFirst = (one: number, other: number) => other - one

/** The marks that canaries make, early or late, and the events of theirs that poll serves, must not change what is measured. */
export const companies: [string, Company][] = [
  ['with canaries', { options: { budget: 10 }, isCrowded: false }],
  ['with slow canaries', { options: { budget: 50 }, isCrowded: false }],
  ['in a crowd', { options: { budget: 50 }, isCrowded: true }],
]

function crowd(): () => void {
  const timers = [setInterval(() => {}, 3), setInterval(() => stat('.', () => {}), 5), setInterval(() => {}, 7)]
  return () => {
    for (const timer of timers) clearInterval(timer)
  }
}
