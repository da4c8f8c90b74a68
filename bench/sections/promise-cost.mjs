import { contenders } from '../contenders/index.mjs'
import { threadCpu } from '../lib/clock.mjs'
import { overhead } from '../lib/overhead.mjs'

const AWAITS = 1e6

/** It keeps a stack for every promise and never lets go of them, so a tenth has to do. */
const awaitsOf = (name) => (name === 'blocked-at' ? AWAITS / 10 : AWAITS)

/** CPU time of this thread per await, in ns. */
async function manyAwaits(name) {
  const awaits = awaitsOf(name)
  const before = threadCpu()
  for (let left = awaits; left > 0; left--) await null
  return ((threadCpu() - before) * 1e6) / awaits
}

/** What watching costs a subject that is made of promises. */
export async function promiseCost({ promisePairs, peersEvery }) {
  const pace = { rounds: promisePairs, peersEvery }
  const { watched, compared } = await overhead(contenders(), pace, manyAwaits, (figure, alone) => figure / alone)
  return [
    { what: '1,000,000 awaits, CPU of one await', unit: 'ns', cells: watched },
    { what: '… slow-down', unit: '×', cells: compared, compares: false, target: { stat: 'p50', max: 1.05 } },
  ]
}
