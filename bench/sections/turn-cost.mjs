import { contenders } from '../contenders/index.mjs'
import { threadCpu } from '../lib/clock.mjs'
import { overhead } from '../lib/overhead.mjs'

const TURNS = 200_000

/** CPU time of this thread per turn, in µs, while an immediate starts the next one. */
function manyTurns() {
  return new Promise((resolve) => {
    let left = TURNS
    const before = threadCpu()
    const turn = () => {
      if (--left > 0) setImmediate(turn)
      else resolve(((threadCpu() - before) * 1000) / TURNS)
    }
    setImmediate(turn)
  })
}

/** Cost per turn while watching. */
export async function turnCost({ turnPairs, peersEvery }) {
  const pace = { rounds: turnPairs, peersEvery }
  const { watched, compared } = await overhead(contenders(), pace, manyTurns, (figure, alone) => figure - alone)
  return [
    { what: `${TURNS.toLocaleString('en')} turns, CPU of one turn`, unit: 'µs', cells: watched },
    {
      what: '… of that the watcher’s',
      unit: 'µs',
      cells: compared,
      compares: false,
      target: { stat: 'p50', max: 0.5 },
    },
  ]
}
