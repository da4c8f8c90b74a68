import { execSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import { install } from '@sinonjs/fake-timers'
import { threadCpu } from '../lib/clock.mjs'
import { describeLoad, LOADS, underLoad } from '../lib/load.mjs'
import { expect } from '../lib/loop-canary.mjs'
import { nextTurn } from '../lib/wait.mjs'
import { burn, burnAtMost } from '../lib/work.mjs'

const BUDGET_MS = 50
const TOO_LONG_MS = 70
const CHUNK_MS = 5
const STOPPED_MS = 2000

/** Works in chunks for a while, or until it is told to stop. */
async function cooperate(isOver = after(20)) {
  while (!isOver()) {
    burnAtMost(CHUNK_MS)
    await nextTurn()
  }
}

const after = (chunks) => () => chunks-- <= 0

function fillHeap(objects) {
  const kept = []
  while (kept.length < objects) kept.push({ number: kept.length })
  return kept
}

let objectsInAMs

/**
 * How many objects take so much CPU time with all the garbage collection, when it goes fast: it may go twice as fast now and then.
 * By a clock in the function itself it would not be the same work: a look at the stack takes CPU time as well, the more, the larger
 * the heap is.
 */
function objectsThatTake(ms) {
  objectsInAMs ??= Math.max(
    ...Array.from({ length: 5 }, () => {
      const before = threadCpu()
      const { length } = fillHeap(1e6)
      return length / (threadCpu() - before)
    }),
  )
  return objectsInAMs * ms
}

/** Somebody's garbage is not the next one's to clear away. */
const collectGarbage = (() => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
})()

async function besideSpinningThreads(subject) {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const text = 'const { workerData } = require("node:worker_threads"); while (Atomics.load(workerData, 0) === 0);'
  const workers = Array.from(
    { length: availableParallelism() },
    () => new Worker(text, { eval: true, workerData: flag }),
  )
  await Promise.all(workers.map((worker) => once(worker, 'online')))
  try {
    return await subject()
  } finally {
    Atomics.store(flag, 0, 1)
    await Promise.all(workers.map((worker) => once(worker, 'exit')))
  }
}

async function whileStopped() {
  const stop = `sleep 0.05; kill -STOP ${process.pid}; sleep ${STOPPED_MS / 1000}; kill -CONT ${process.pid}`
  let isOver = false
  const stopper = once(spawn('sh', ['-c', stop]), 'exit').then(() => {
    isOver = true
  })
  await cooperate(() => isOver)
  await stopper
}

async function underFakeClocks(work) {
  const clock = install()
  try {
    await work()
  } finally {
    clock.uninstall()
  }
}

/** Lets this process have `percent` of one CPU while it measures; `undefined` where that is not allowed. */
function quota(percent) {
  const folder = '/sys/fs/cgroup/cpu/loop-canary-bench'
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}/cpu.cfs_period_us`, '100000')
    writeFileSync(`${folder}/cpu.cfs_quota_us`, String(percent * 1000))
    writeFileSync(`${folder}/cgroup.procs`, String(process.pid))
  } catch {
    return undefined
  }
  return () => {
    writeFileSync('/sys/fs/cgroup/cpu/cgroup.procs', String(process.pid))
    rmdirSync(folder)
  }
}

/** What happens in a watch, and whether the function is to blame for it. */
const causes = {
  'CPU burst': { subject: () => burn(TOO_LONG_MS), blocks: true },
  'Atomics.wait': {
    subject: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TOO_LONG_MS),
    blocks: true,
  },
  "execSync('sleep')": { subject: () => execSync(`sleep ${TOO_LONG_MS / 1000}`), blocks: true },
  'GC storm': {
    subject: () => fillHeap(objectsThatTake(2 * TOO_LONG_MS)),
    blocks: true,
  },
  'sibling threads on every core': { subject: () => cooperate(), blocks: false, around: besideSpinningThreads },
  [`SIGSTOP for ${STOPPED_MS / 1000} s, then SIGCONT`]: { subject: whileStopped, blocks: false },
  'fake clocks, and no block': { subject: () => underFakeClocks(() => cooperate()), blocks: false },
  'fake clocks, and a block': { subject: () => underFakeClocks(() => burn(TOO_LONG_MS)), blocks: true },
  'a CPU quota of 30 %, and no block': { subject: () => cooperate(), blocks: false, quota: 30 },
  'a CPU quota of 30 %, and a block': { subject: () => burn(TOO_LONG_MS), blocks: true, quota: 30 },
}

async function isAccused(subject) {
  const failure = await expect(subject)
    .toNotBlockLoopFor(BUDGET_MS, { strict: true, timeout: false })
    .catch((error) => error)
  if (failure === undefined) return false
  if (process.env.BENCH_TRACE) console.error(failure.message)
  return failure.message.includes('inconclusive') ? undefined : true
}

async function judge({ subject, blocks, around = (run) => run(), quota: percent }, times) {
  const cell = { wrong: 0, inconclusive: 0, n: 0 }
  objectsThatTake(1)
  collectGarbage()
  const release = percent === undefined ? () => {} : quota(percent)
  if (!release) return undefined
  try {
    for (; cell.n < times; cell.n++) {
      const accusal = await around(() => isAccused(subject))
      if (accusal === undefined) cell.inconclusive++
      else if (accusal !== blocks) cell.wrong++
    }
  } finally {
    release()
  }
  return cell
}

/** Verdicts where it is known whose doing a stall is. Nobody else gives one. */
export async function knownCauses({ causes: times }) {
  const rows = []
  for (const spinners of [LOADS[0], LOADS[2]]) {
    for (const [name, cause] of Object.entries(causes)) {
      const cell = await underLoad(spinners, () => judge(cause, times))
      if (!cell) continue
      const verdict = cause.blocks ? 'fails' : 'passes'
      rows.push({
        what: `${name}: ${verdict}, ${describeLoad(spinners)}`,
        unit: 'wrong',
        cells: { 'loop-canary': cell },
        target: { stat: 'wrong', max: 0 },
      })
    }
  }
  return rows
}
