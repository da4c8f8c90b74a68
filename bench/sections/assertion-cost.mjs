import { contenders, FINEST_MS } from '../contenders/index.mjs'
import { now, processCpu } from '../lib/clock.mjs'
import { expect } from '../lib/loop-canary.mjs'
import { interleave } from '../lib/rounds.mjs'
import { Samples } from '../lib/stats.mjs'

const BUDGET_MS = 50
const WARM_UP = 5

/** Assertions in a row. One alone would pay for what its predecessor leaves behind, async hooks above all. */
const BATCH = 20

async function asyncNoop() {}

/** The assertion as a test would have it: this package's matcher, and for the others a comparison of what they read. */
function assertion({ name, watch }) {
  if (name === 'loop-canary') return () => expect(asyncNoop).toNotBlockLoopFor(BUDGET_MS)
  return async () => expect(await watch(asyncNoop)).toBeLessThan(BUDGET_MS)
}

/** Cost of one warm assertion about a function that does nothing. */
export async function assertionCost({ assertions }) {
  const all = contenders(FINEST_MS).map((contender) => ({ name: contender.name, assert: assertion(contender) }))
  const wall = new Samples()
  const cpu = new Samples()
  // A busy machine makes some of the peers fail now and then, which is counted elsewhere.
  const run = ({ assert }) => assert().catch(() => {})
  await interleave(all, { rounds: WARM_UP + assertions / BATCH }, async (contender, round) => {
    for (let assertion = 0; assertion < BATCH; assertion++) {
      const cpuBefore = processCpu()
      const before = now()
      await run(contender)
      if (round < WARM_UP) continue
      wall.add(contender.name, now() - before)
      cpu.add(contender.name, processCpu() - cpuBefore)
    }
  })
  return [
    { what: 'one warm assertion, CPU', unit: 'ms', cells: cpu.summary(), target: { stat: 'p50', max: 0.4 } },
    { what: 'one warm assertion, wall', unit: 'ms', cells: wall.summary(), target: { stat: 'p50', max: 1.6 } },
  ]
}
