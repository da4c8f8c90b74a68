import { contenders, FINEST_MS } from '../contenders/index.mjs'
import { describeLoad, LOADS, underLoad } from '../lib/load.mjs'
import { expect } from '../lib/loop-canary.mjs'
import { randomizer } from '../lib/random.mjs'
import { interleave } from '../lib/rounds.mjs'
import { nextTurn } from '../lib/wait.mjs'
import { burn, burnAtLeast } from '../lib/work.mjs'

const BUDGET_MS = 20
const CHUNK_MS = 5
const CHUNKS = 3

async function wellBehaved() {
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    burn(CHUNK_MS)
    await nextTurn()
  }
}

/** Whether the contender says that the subject blocked; the peers are taken at their word. */
async function accuses({ name, watch }, subject) {
  if (name !== 'loop-canary') return (await watch(subject)) >= BUDGET_MS
  // A verdict that is none would pass; here it must not count as an acquittal.
  const failure = await expect(subject)
    .toNotBlockLoopFor(BUDGET_MS, { strict: true })
    .catch((error) => error)
  if (failure === undefined) return false
  if (process.env.BENCH_TRACE) console.error(failure.message)
  return failure.message.includes('inconclusive') ? undefined : true
}

/** Verdicts on a budget of 20 ms, while the machine is at rest and while it is busy. */
export async function budgetVerdicts({ verdicts: rounds, verdictPeersEvery: peersEvery }) {
  const random = randomizer(3)
  const all = contenders(FINEST_MS)
  const tooLong = () => {
    const ms = BUDGET_MS + 1 + random() * 4
    return async () => {
      await nextTurn()
      burnAtLeast(ms)
    }
  }
  const target = { stat: 'wrong', max: 0 }
  const rows = []
  for (const spinners of LOADS) {
    const count = (makeSubject, isWrong) =>
      underLoad(spinners, () => countWrong(all, { rounds, peersEvery }, makeSubject, isWrong))
    const accused = await count(
      () => wellBehaved,
      (accusal) => accusal === true,
    )
    const acquitted = await count(tooLong, (accusal) => accusal === false)
    const load = describeLoad(spinners)
    rows.push(
      {
        what: `false failures, chunks of ${CHUNK_MS} ms, budget ${BUDGET_MS} ms, ${load}`,
        unit: 'wrong',
        cells: accused,
        target,
      },
      { what: `missed stalls of budget + 1 to 5 ms, ${load}`, unit: 'wrong', cells: acquitted, target },
    )
  }
  return rows
}

async function countWrong(all, pace, makeSubject, isWrong) {
  const cells = Object.fromEntries(all.map(({ name }) => [name, { wrong: 0, inconclusive: 0, n: 0 }]))
  await interleave(all, pace, async (contender) => {
    const accusal = await accuses(contender, makeSubject())
    const cell = cells[contender.name]
    cell.n++
    if (accusal === undefined) cell.inconclusive++
    if (isWrong(accusal)) cell.wrong++
  })
  return cells
}
