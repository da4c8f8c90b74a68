import { contenders } from '../contenders/index.mjs'
import { processCpu } from '../lib/clock.mjs'
import { overhead } from '../lib/overhead.mjs'
import { sleep } from '../lib/wait.mjs'

/** CPU time of the process in ms, all threads, while it waits for 1 s. */
async function oneSecond() {
  const before = processCpu()
  await sleep(1000)
  return processCpu() - before
}

/** CPU used while the subject waits for 1 s. */
export async function waitingCost({ waits, peersEvery }) {
  const pace = { rounds: waits, peersEvery }
  const { watched } = await overhead(contenders(), pace, oneSecond, (figure, alone) => figure - alone)
  return [{ what: 'CPU while the subject waits 1 s', unit: 'ms', cells: watched, target: { stat: 'p50', max: 5 } }]
}
