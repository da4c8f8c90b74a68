import { contenders, FINEST_MS } from '../contenders/index.mjs'
import { underLoad } from '../lib/load.mjs'
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

/** Verdicts on a budget of 20 ms while the machine is busy. */
export async function budgetVerdicts({ falseFailures, missedStalls, verdictPeersEvery: peersEvery }) {
  const random = randomizer(3)
  const all = contenders(FINEST_MS)
  const count = (rounds, makeSubject, isWrong) =>
    underLoad(() => countWrong(all, { rounds, peersEvery }, makeSubject, isWrong))

  const accused = await count(
    falseFailures,
    () => wellBehaved,
    (accusal) => accusal === true,
  )
  const tooLong = () => {
    const ms = BUDGET_MS + 1 + random() * 4
    return async () => {
      await nextTurn()
      burnAtLeast(ms)
    }
  }
  const missed = await count(missedStalls, tooLong, (accusal) => accusal === false)
  const target = { stat: 'wrong', max: 0 }
  return [
    {
      what: `false failures, chunks of ${CHUNK_MS} ms, budget ${BUDGET_MS} ms, 2 spinners per core`,
      unit: 'wrong',
      cells: accused,
      target,
    },
    { what: `missed stalls of budget + 1 to 5 ms, 2 spinners per core`, unit: 'wrong', cells: missed, target },
  ]
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
