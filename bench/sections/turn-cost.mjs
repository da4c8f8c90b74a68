import { contenders } from '../contenders/index.mjs'
import { overhead } from '../lib/overhead.mjs'
import { cpuOfTurns } from '../lib/turns.mjs'

const TURNS = 200_000

/** Cost per turn while watching. */
export async function turnCost({ turnPairs, peersEvery }) {
  const pace = { rounds: turnPairs, peersEvery }
  const { watched, compared } = await overhead(
    contenders(),
    pace,
    () => cpuOfTurns(TURNS),
    (figure, alone) => figure - alone,
  )
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
