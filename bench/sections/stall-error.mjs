import { contenders, FINEST_MS } from '../contenders/index.mjs'
import { describeLoad, LOADS, underLoad } from '../lib/load.mjs'
import { places } from '../lib/places.mjs'
import { logUniform, randomizer } from '../lib/random.mjs'
import { interleave } from '../lib/rounds.mjs'
import { Samples } from '../lib/stats.mjs'

const QUIET_TARGET = { stat: 'p99', max: 0.3 }
const LOADED_TARGET = { stat: 'p99', max: 1 }

/** Error of the measured stall: stalls of random 2 to 200 ms in every place where a stall can be, quiet and under load. */
export async function stallError({ stallRounds: rounds, peersEvery }) {
  const rows = []
  for (const spinners of LOADS) {
    const found = await underLoad(spinners, () => errors({ rounds, peersEvery, seed: 1 + spinners }))
    rows.push(...toRows(describeLoad(spinners), found, spinners === 0 ? QUIET_TARGET : LOADED_TARGET))
  }
  return rows
}

async function errors({ rounds, peersEvery, seed }) {
  const random = randomizer(seed)
  const inPlace = Object.fromEntries(Object.keys(places).map((place) => [place, new Samples()]))
  const overall = new Samples()
  const all = contenders(FINEST_MS)
  for (const [place, stall] of Object.entries(places)) {
    await interleave(all, { rounds, peersEvery }, async ({ name, watch }) => {
      let trueMs
      const seenMs = await watch(async () => {
        trueMs = await stall(logUniform(random, 2, 200))
      })
      const error = Math.abs(seenMs - trueMs)
      inPlace[place].add(name, error)
      overall.add(name, error)
      if (process.env.BENCH_TRACE && name === 'loop-canary' && error > 0.3) {
        console.error(`${place}: saw ${seenMs.toFixed(3)} of ${trueMs.toFixed(3)} ms`)
      }
    })
  }
  return { inPlace, overall }
}

const toRows = (condition, { inPlace, overall }, target) => [
  {
    what: `error of the stall, ${condition}`,
    unit: 'ms',
    cells: overall.summary(),
    show: ['p50', 'p99', 'max'],
    target,
  },
  ...Object.entries(inPlace).map(([place, samples]) => ({
    what: `… ${place}`,
    unit: 'ms',
    cells: samples.summary(),
    show: ['p50', 'p99', 'max'],
    target,
  })),
]
