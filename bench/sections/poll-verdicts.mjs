import { stat } from 'node:fs/promises'
import { describeLoad, LOADS, underLoad } from '../lib/load.mjs'
import { expect } from '../lib/loop-canary.mjs'
import { nextTurn, sleep } from '../lib/wait.mjs'

/** Subjects that never let the loop reach poll, and subjects that do. */
const starving = {
  sync: () => {},
  microtasks: async () => {
    for (let step = 0; step < 10; step++) await null
  },
  nextTick: () => new Promise((resolve) => process.nextTick(resolve)),
}
const yielding = {
  setImmediate: () => nextTurn(),
  'setTimeout 0': () => sleep(0),
  'fs.stat': () => stat('.'),
  MessageChannel: () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port2.once('message', () => {
        port2.close()
        resolve()
      })
      port1.postMessage('')
    }),
}

const cases = [
  ...Object.values(starving).map((subject) => ({ subject, yields: false })),
  ...Object.values(yielding).map((subject) => ({ subject, yields: true })),
]

async function verdict(subject) {
  const failure = await expect(subject)
    .toYieldToPoll({ strict: true })
    .catch((error) => error)
  if (failure === undefined) return true
  return failure.message.includes('inconclusive') ? undefined : false
}

/** Structural verdicts under load. The peers have no such thing. */
export async function pollVerdicts({ pollVerdicts: verdicts }) {
  const cell = { wrong: 0, inconclusive: 0, n: 0 }
  const spinners = LOADS[2]
  await underLoad(spinners, async () => {
    for (; cell.n < verdicts; cell.n++) {
      const { subject, yields } = cases[cell.n % cases.length]
      const found = await verdict(subject)
      if (found === undefined) cell.inconclusive++
      else if (found !== yields) cell.wrong++
    }
  })
  return [
    {
      what: `toYieldToPoll, 7 kinds of subject, ${describeLoad(spinners)}`,
      unit: 'wrong',
      cells: { 'loop-canary': cell },
      target: { stat: 'wrong', max: 0 },
    },
  ]
}
