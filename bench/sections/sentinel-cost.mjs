import { Worker } from 'node:worker_threads'
import { runaways } from '../../test/sentinel/fixtures/runaways.mjs'
import { now } from '../lib/clock.mjs'
import { watchLoop } from '../lib/loop-canary.mjs'
import { Samples } from '../lib/stats.mjs'
import { burn } from '../lib/work.mjs'

const NAME = 'loop-canary'
const LOOKED_AT_MS = 150
const STOP_AFTER_MS = 200

/** An interrupt reaches all of them. */
const KINDS = Object.keys(runaways)

/** What the watcher thread costs: when it starts, in every watch, in a stall that it looks at; and how soon it stops one. */
export async function sentinelCost({ coldProcesses, looks, stops }) {
  const firstWatch = new Samples()
  for (let fresh = 0; fresh < coldProcesses; fresh++) firstWatch.add(NAME, await firstWatchOfAThread())

  const laterWatch = new Samples()
  for (let watch = 0; watch < 10 * looks; watch++) {
    const before = now()
    await watchLoop(() => {})
    laterWatch.add(NAME, now() - before)
  }

  const added = new Samples()
  const unaccounted = new Samples()
  for (let look = 0; look < looks; look++) {
    // A look takes CPU time that the subject's own clock would count: so the same work is done with and without.
    const without = await stallOf(1000)
    const looked = await stallOf(20)
    added.add(NAME, looked.durationMs - without.durationMs)
    unaccounted.add(NAME, Math.abs(looked.longestStall.ms - without.longestStall.ms))
  }

  const late = new Samples()
  const ownLate = new Samples()
  const lateInKind = Object.fromEntries(KINDS.map((kind) => [kind, new Samples()]))
  for (let stop = 0; stop < stops; stop++) {
    for (const kind of KINDS) {
      let calledAt
      const subject = () => {
        calledAt = now()
        return runaways[kind]()
      }
      const { outcome, longestStall } = await watchLoop(subject, { budget: 50, stopAfter: STOP_AFTER_MS })
      if (outcome.kind !== 'stopped') throw new Error(`${kind} was not stopped: ${outcome.kind}`)
      const lateMs = now() - calledAt - STOP_AFTER_MS
      late.add(NAME, lateMs)
      ownLate.add(NAME, lateMs - longestStall.pausedMs)
      lateInKind[kind].add(NAME, lateMs)
    }
  }

  return [
    { what: 'first watch of a worker thread, wall', unit: 'ms', cells: firstWatch.summary() },
    { what: 'a later watch of a function that does nothing, wall', unit: 'ms', cells: laterWatch.summary() },
    { what: `looking at a stall of ${LOOKED_AT_MS} ms, wall that it adds`, unit: 'ms', cells: added.summary() },
    { what: '… of that counted in the stall', unit: 'ms', cells: unaccounted.summary() },
    {
      what: 'from stopAfter to the verdict',
      unit: 'ms',
      cells: late.summary(),
      show: ['p50', 'p99', 'max'],
      target: { stat: 'p99', max: 50 },
    },
    {
      what: '… less the looks, which do not count towards stopAfter',
      unit: 'ms',
      cells: ownLate.summary(),
      show: ['p50', 'p99', 'max'],
    },
    ...Object.entries(lateInKind).map(([kind, samples]) => ({
      what: `… ${kind}`,
      unit: 'ms',
      cells: samples.summary(),
      show: ['p50', 'p99', 'max'],
    })),
  ]
}

const stallOf = (budget) => watchLoop(() => void burn(LOOKED_AT_MS), { budget, stopAfter: false })

function firstWatchOfAThread() {
  const worker = new Worker(new URL('../lib/cold-thread.mjs', import.meta.url))
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
}
