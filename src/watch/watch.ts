import { areFaked } from '../fake-timers.ts'
import type { ResolvedWatchOptions } from '../options.ts'
import { currentPatrol } from '../patrol/current.ts'
import { keepingAlive, now } from '../realm.ts'
import type { LoopReport } from '../report.ts'
import { failOnExit } from './exit.ts'
import { type Held, hold } from './load.ts'
import { Lock } from './lock.ts'
import { isCalling, type Subject, watchOnce } from './watch-once.ts'

// One for the thread, however many copies of the package's surface its test files have loaded: see engine.ts.
const lock = new Lock()

/**
 * Watches the subject as often as the options ask, one watch of the thread at a time.
 *
 * @param globals - the global object of the subject's context
 */
export async function watch(
  subject: Subject,
  options: ResolvedWatchOptions,
  globals: object = globalThis,
): Promise<LoopReport> {
  if (isCalling()) {
    throw new Error('watchLoop was called by the function that it watches, which would wait for itself for ever.')
  }
  if (options.clock === 'virtual' && [globalThis, globals].some(areFaked)) {
    throw new TypeError("Expected real timers for `clock: 'virtual'`, which brings its own, got fake ones")
  }
  const askedAt = now()
  const release = await lock.take(options.signal, options.patience)
  const waitedMs = now() - askedAt
  // A thread has one sentinel, and what is watched here is not for the guard to judge.
  const patrol = currentPatrol()
  await patrol?.pause()
  const exitIsFine = failOnExit()
  try {
    return await keepingAlive(() => watchRuns(subject, withWhatIsLeft(options, waitedMs), globals, waitedMs))
  } finally {
    exitIsFine()
    patrol?.goOn()
    release()
  }
}

/** The time of the test has gone on meanwhile. */
function withWhatIsLeft(options: ResolvedWatchOptions, waitedMs: number): ResolvedWatchOptions {
  const { timeout, patience } = options
  return timeout === false || timeout !== patience ? options : { ...options, timeout: Math.max(1, timeout - waitedMs) }
}

async function watchRuns(
  subject: Subject,
  options: ResolvedWatchOptions,
  globals: object,
  waitedMs: number,
): Promise<LoopReport> {
  const held = await hold(options.load)
  try {
    const reports: LoopReport[] = []
    for (let run = -options.warmup; run < options.runs; run++) {
      options.signal?.throwIfAborted()
      const report = { ...(await watchOnce(subject, options, globals)), ...describeLoad(options, held) }
      report.limitations.push(...queued(report, waitedMs), ...held.missing)
      if (report.outcome.kind !== 'returned' && report.outcome.kind !== 'resolved') return report
      if (run >= 0) reports.push(report)
    }
    return medianRun(reports)
  } finally {
    await held.release()
  }
}

const describeLoad = ({ load }: ResolvedWatchOptions, { sockets }: Held): Partial<LoopReport> =>
  load.sockets === undefined ? {} : { heldSockets: sockets }

/** A subject that waits for a watch of its own looks like one that waits for anything else. */
function queued({ outcome }: LoopReport, waitedMs: number): string[] {
  if (outcome.kind !== 'pending') return []
  return [
    ...(waitedMs >= WORTH_TELLING_MS
      ? [`it had to wait ${Math.round(waitedMs)} ms for other assertions of this file before it was called`]
      : []),
    ...(lock.waiting > 0
      ? ['another watch was waiting for this one to end: a watched function must not wait for a watch itself']
      : []),
  ]
}

const WORTH_TELLING_MS = 100

/** The report of the run whose longest stall is the median, with those of all runs. */
function medianRun(reports: LoopReport[]): LoopReport {
  const longest = reports.map((report) => report.longestStall.ms)
  const inOrder = reports.toSorted((one, other) => one.longestStall.ms - other.longestStall.ms)
  return { ...inOrder[Math.floor(inOrder.length / 2)]!, longestStallsMs: longest }
}
