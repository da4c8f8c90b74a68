import { watchLoop } from '../index.ts'
import { nextTurn, now } from '../realm.ts'
import type { LoopReport } from '../report.ts'
import { blockedFor } from '../verdict/blocked-for.ts'
import { toVerdict, type Verdict } from '../verdict/finding.ts'
import type { Budget, BudgetTry } from './diagnosis.ts'

const BUDGETS_MS = [5, 10, 20, 50, 100]
const TRIES = 3
const STALLS = 4

/** By how much a function blocks for too long that has to be found. */
const OVER_MS = 5

/** Between two looks at the clock, far less goes by. */
const GAP_MS = 0.05

/**
 * Finds the smallest budget that is judged rightly: what leaves half of it passes without doubt, and what exceeds it by a
 * few ms is found.
 *
 * @param idle - what was found of a function that did nothing
 */
export async function findBudget(idle: LoopReport): Promise<Budget> {
  const tries: BudgetTry[] = []
  for (const budgetMs of BUDGETS_MS) {
    const tried = await tryBudget(budgetMs, idle)
    tries.push(tried)
    if (tried.overrun === 'fail') return { supportedMs: budgetMs, tries }
  }
  return { supportedMs: null, tries }
}

/** What comes after a wrong verdict is not tried. */
async function tryBudget(budgetMs: number, idle: LoopReport): Promise<BudgetTry> {
  const tried: BudgetTry = { budgetMs, idle: judge(idle, budgetMs / 2) }
  if (tried.idle !== 'pass') return tried
  tried.halfUsed = await worstOf(() => stall(budgetMs / 2, STALLS), budgetMs, 'pass')
  if (tried.halfUsed !== 'pass') return tried
  tried.overrun = await worstOf(() => stall(budgetMs + OVER_MS, 1), budgetMs, 'fail')
  return tried
}

/** The first verdict that is not the right one, if there is any. */
async function worstOf(subject: () => Promise<void>, budgetMs: number, right: Verdict): Promise<Verdict> {
  for (let tries = 0; tries < TRIES; tries++) {
    const report = await watchLoop(subject, { budget: budgetMs, timeout: false, stopAfter: false })
    const verdict = judge(report, budgetMs)
    if (verdict !== right) return verdict
  }
  return right
}

const judge = (report: LoopReport, budgetMs: number): Verdict => toVerdict(blockedFor(report, budgetMs), false)

/** Blocks the loop that often for `ms` of this thread's own time. */
async function stall(ms: number, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    burn(ms)
    await nextTurn()
  }
}

/**
 * Keeps the thread on the CPU for `ms`. No clock leaves out both what the machine took and what the sentinel did, but either
 * shows as a gap.
 */
function burn(ms: number): void {
  let lastMs = now()
  for (let spentMs = 0; spentMs < ms; ) {
    const atMs = now()
    spentMs += Math.min(atMs - lastMs, GAP_MS)
    lastMs = atMs
  }
}
