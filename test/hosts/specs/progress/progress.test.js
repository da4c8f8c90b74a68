import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'host'
import { block, hold } from './subjects.js'

const LONG_MS = 60
const SHORT_MS = 30
/** What others send has to get through meanwhile: a busy machine may let their threads wait for a while. */
const LASTS_MS = 200

function untilLong(again) {
  const start = process.cpuUsage()
  return new Promise((resolve) => {
    const next = () => (process.cpuUsage(start).user < LONG_MS * 1000 ? again(next) : resolve())
    next()
  })
}

const subjects = {
  'an idle wait': () => sleep(LASTS_MS),
  'chunks with immediates': async () => {
    for (let chunk = 0; chunk < LASTS_MS / 4; chunk++) {
      hold(4)
      await turn()
    }
  },
  'chunks with timers': async () => {
    for (let chunk = 0; chunk < LASTS_MS / 4; chunk++) {
      hold(4)
      await sleep(1)
    }
  },
  microtasks: () => untilLong((next) => Promise.resolve().then(next)),
  ticks: () => untilLong((next) => process.nextTick(next)),
  'one long block': () => block(LONG_MS),
  'work in a worker': () =>
    new Promise((resolve) => {
      const code = `const end = performance.now() + ${LASTS_MS}; while (performance.now() < end);`
      new Worker(code, { eval: true }).once('exit', resolve)
    }),
  'a block in a later turn': async () => {
    await sleep(LASTS_MS)
    block(3 * LONG_MS)
    await sleep(LASTS_MS / 2)
  },
  // Each yields as it should, and both come to their turn in the same check phase.
  'two jobs at once': () => Promise.all([job(), job()]),
  'awaits without end': async () => {
    await turn()
    for (;;) await null
  },
}

async function job() {
  for (let chunk = 0; chunk < 5; chunk++) {
    hold(SHORT_MS)
    await turn()
  }
}

const options = { 'awaits without end': { stopAfter: 200 } }

const matchers = [
  'toLetTimersFire',
  'toLetImmediatesRun',
  'toLetSocketsProgress',
  'toLetWorkersDeliver',
  'toLetHttpRespond',
]

const starves = ['microtasks', 'ticks', 'one long block', 'awaits without end']
const stalls = [...starves, 'a block in a later turn', 'two jobs at once']
const worksElsewhere = ['an idle wait', 'work in a worker']

for (const [name, subject] of Object.entries(subjects)) {
  const isStarving = starves.includes(name)
  const isStalling = stalls.includes(name)
  for (const matcher of matchers) {
    // What comes in time comes.
    if (isStalling) {
      test(`${isStarving ? 'fails' : 'passes'}: ${name}, ${matcher}`, async () => {
        await expect(subject)[matcher](options[name])
      })
    }

    // What does not come at all does not come in time. An answer takes some turns, each of which may last a chunk, and a thread of its own, which
    // a busy machine lets wait.
    if (!isStarving) {
      const within = isStalling ? SHORT_MS : 10 * SHORT_MS
      test(`passes: ${name}, ${isStalling ? 'not ' : ''}${matcher} within ${within} ms`, async () => {
        const assertion = isStalling ? expect(subject).not : expect(subject)
        await assertion[matcher]({ within })
      })
    }
  }
}

for (const name of worksElsewhere) {
  test(`passes: ${name} keeps the utilization under 0.5`, async () => {
    await expect(subjects[name]).toKeepLoopUtilizationUnder(0.5)
  })
}

for (const name of stalls.slice(0, 3)) {
  test(`fails: ${name} does not keep the utilization under 0.1`, async () => {
    await expect(subjects[name]).toKeepLoopUtilizationUnder(0.1)
  })
}
