import { loopCanary } from '../contenders/loop-canary.mjs'
import { threadCpu } from '../lib/clock.mjs'
import { overhead } from '../lib/overhead.mjs'

const CALLS = 200_000

/** CPU time of this thread per call of a blocking built-in that is over at once, in µs. */
async function manyCalls() {
  const before = threadCpu()
  for (let left = CALLS; left > 0; left--) JSON.parse('1')
  return ((threadCpu() - before) * 1000) / CALLS
}

/** What it costs to follow the calls of blocking built-ins, which nobody else does. */
export async function callCost({ turnPairs, peersEvery }) {
  const pace = { rounds: turnPairs, peersEvery }
  const { watched, compared } = await overhead([loopCanary()], pace, manyCalls, (figure, alone) => figure - alone)
  return [
    { what: `${CALLS.toLocaleString('en')} short calls of JSON.parse, CPU of one`, unit: 'µs', cells: watched },
    {
      what: '… of that the watcher’s',
      unit: 'µs',
      cells: compared,
      compares: false,
      target: { stat: 'p50', max: 0.3 },
    },
  ]
}
