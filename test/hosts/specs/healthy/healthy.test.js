import { watchLoop } from 'loop-canary'
import { expect, test } from 'vitest'
import { modules } from './modules/index.js'
import { block, cooperate } from './subjects.js'

const WATCHES = Number(process.env.WATCHES)
const BUDGET_MS = Number(process.env.BUDGET_MS)

/** Looked at all the while that they last, and never to be stopped. */
const LONG = Math.ceil(WATCHES / 50)

test('tells', async () => {
  expect(modules).toHaveLength(Number(process.env.MODULES))
  const failed = []
  for (let watch = 0; watch < WATCHES; watch++) {
    const { longestStall, noise } = await watchLoop(() => cooperate(5), { budget: BUDGET_MS, timeout: false })
    if (longestStall.ms >= BUDGET_MS) failed.push({ watch, ...longestStall, stealMs: noise.stealMs })
  }
  const stopped = []
  for (let watch = 0; watch < LONG; watch++) {
    const { outcome, longestStall, limitations } = await watchLoop(() => block(600), { budget: 20, timeout: false })
    // By Node's own limit, for want of a CPU, and said so.
    const isCutShort = limitations.some((line) => line.startsWith('cut short: '))
    if (outcome.kind === 'stopped' && !isCutShort) stopped.push(longestStall)
  }
  console.log(JSON.stringify({ watches: WATCHES, failed, long: LONG, stopped }))
})
