import process from 'node:process'
import type { Stall } from '../../src/report.ts'

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** CPU time is accounted at ticks of up to 4 ms, so a burn of `ms` may have been that much shorter or longer. */
export const TICK_MS = 5

/** Keeps this thread on the CPU for `ms` of its own time, however much of the machine others take meanwhile. */
export function burn(ms: number): void {
  const endMs = cpuMs() + ms
  while (cpuMs() < endMs) spin()
}

let state = 1

/** Some 20 µs of work that allocates nothing: a collection may have to wait for helper threads, which the machine delays. */
function spin(): void {
  for (let round = 0; round < 20_000; round++) state = (Math.imul(state, 1103515245) + 12345) | 0
}

/**
 * How much of a stall the burns in it can have been. They never sleep, so what a thread waited beyond its CPU time was for
 * others of the process, such as helpers of a garbage collection that the machine did not run.
 */
export const burntMs = ({ ms, cpuMs }: Stall): number => Math.min(ms, cpuMs + TICK_MS)

/** The number of the turn in progress: libuv counts right before each poll. */
export const turnNumber = (): number => performance.nodeTiming.uvMetricsInfo.loopCount

interface Burn {
  turn: number
  ms: number
  startMs: number
  endMs: number
}

/** Burns that remember when they were, so that a test can work out by counting what the longest turn must have been. */
export class Ledger {
  readonly burns: Burn[] = []

  readonly burn = (ms: number): void => {
    const turn = turnNumber()
    const startMs = performance.now()
    burn(ms)
    this.burns.push({ turn, ms, startMs, endMs: performance.now() })
  }

  /** What was burnt in each turn, in the order of the turns. */
  get turns(): number[] {
    return this.#sumsOfTurns(({ ms }) => ms)
  }

  /** How long the burns of each turn took by the clock, in the order of the turns: at least what they used of the CPU. */
  get wallOfTurns(): number[] {
    return this.#sumsOfTurns(({ startMs, endMs }) => endMs - startMs)
  }

  get longestTurn(): number {
    return Math.max(...this.turns)
  }

  #sumsOfTurns(msOf: (burn: Burn) => number): number[] {
    const sums = new Map<number, number>()
    for (const burn of this.burns) sums.set(burn.turn, (sums.get(burn.turn) ?? 0) + msOf(burn))
    return [...sums.values()]
  }
}
