import { stat } from 'node:fs'
import { expect } from 'vitest'
import { type WatchOptions, watchLoop } from '../../src/index.ts'
import { burntMs, Ledger, TICK_MS } from './burn.ts'

const BURN_MS = 20

/** A program of several burns; it calls `done` when it is through. */
export type Program = (burn: () => void, done: () => void) => void

/** Who else is there while a program is watched. */
export interface Surroundings {
  options: WatchOptions
  /** Timers and files of others come and go, so that the loop has something to do in every phase. */
  isShared: boolean
}

/** How often each program is run: `ROUNDS=100` makes statistics of it. */
const ROUNDS = Number(process.env.ROUNDS ?? 1)

/**
 * Watches a program, and compares its stalls with what the loop's own count of turns says that they were, whatever turns its burns have
 * come to lie in: timers that are set in a row may be due in two turns.
 */
export async function expectStallsOfItsTurns(program: Program, around: Surroundings): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) await expectStallsOfTurns(program, around)
}

async function expectStallsOfTurns(program: Program, around: Surroundings): Promise<void> {
  const ledger = new Ledger()
  const leave = around.isShared ? othersAtWork() : () => {}
  const report = await watchLoop(
    () => new Promise<void>((resolve) => program(() => ledger.burn(BURN_MS), resolve)),
    around.options,
  ).finally(leave)
  const anatomy = JSON.stringify(report.stalls)
  const expected = ledger.turns.toSorted(longestFirst)
  const longest = ledger.wallOfTurns.toSorted(longestFirst)
  const measured = report.stalls
    // A burn is on the CPU: a thread that waits for a lock, whose holder a busy machine does not run, is asleep.
    .filter(({ cpuMs }) => cpuMs > BURN_MS / 2)
    .map((stall) => ({ ms: burntMs(stall), atMostMs: stall.atMostMs, gcMs: stall.gcMs, doubts: stall.doubts }))
    .toSorted((one, other) => longestFirst(one.ms, other.ms))
  const isUnsplit = measured.some(({ doubts }) => doubts.some((doubt) => doubt.startsWith('poll was visited')))
  if (isUnsplit) {
    // Two turns that cannot be told apart are told together, with bounds for the longer one.
    expect(Math.max(...measured.map(({ atMostMs }) => atMostMs)), anatomy).toBeGreaterThan(
      expected[0]! - ticksOf(expected[0]!),
    )
    expect(Math.max(...measured.map(({ ms, gcMs }) => ms - gcMs)), anatomy).toBeLessThan(longest[0]! + ANOTHER_BURN_MS)
    return
  }
  expect(measured, anatomy).toHaveLength(expected.length)
  for (const [index, { ms, atMostMs, gcMs }] of measured.entries()) {
    const atLeast = expected[index]! - ticksOf(expected[index]!)
    expect(atMostMs, anatomy).toBeGreaterThan(atLeast)
    expect(ms, anatomy).toBeGreaterThan(atLeast)
    // A collection is in the stall, and not in what was burnt.
    expect(ms - gcMs, anatomy).toBeLessThan(longest[index]! + ANOTHER_BURN_MS)
  }
}

/** By the clock a burn may be longer than asked for, as it goes by ticks of CPU time; a burn of another turn would be more than this. */
const ANOTHER_BURN_MS = 15

const ticksOf = (burntMs: number): number => TICK_MS * (burntMs / BURN_MS)

const longestFirst = (one: number, other: number) => other - one

/** The marks that canaries make, early or late, and the events of theirs that poll serves, must not change what is measured. */
export const surroundings: [string, Surroundings][] = [
  ['with canaries', { options: { budget: 10 }, isShared: false }],
  ['with slow canaries', { options: { budget: 50 }, isShared: false }],
  ['among others', { options: { budget: 50 }, isShared: true }],
]

function othersAtWork(): () => void {
  const timers = [setInterval(() => {}, 3), setInterval(() => stat('.', () => {}), 5), setInterval(() => {}, 7)]
  return () => {
    for (const timer of timers) clearInterval(timer)
  }
}
