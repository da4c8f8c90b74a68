import type { Canary } from './canaries/canary.ts'
import { makers, type Ride } from './canaries/index.ts'
import { type Flight, launch } from './launch.ts'
import { Lock } from './lock.ts'
import type { ResolvedWatchOptions } from './options.ts'
import { clearTimeout, now, pollVisits, setImmediate, setTimeout } from './realm.ts'
import type { CanaryName, LoopReport, Outcome, Stall } from './report.ts'
import { Sentinel } from './sentinel/sentinel.ts'
import { GcMeter } from './turns/gc-meter.ts'
import { noiseSource, readMachine } from './turns/machine.ts'
import { prepareTimersPhase } from './turns/timers-phase.ts'
import { type Stretch, TurnMeter, toStall } from './turns/turn-meter.ts'

type Subject = () => unknown
type Flock = Partial<Record<CanaryName, Canary>>

// One of each for the thread, however many copies of the package's surface its test files have loaded: see engine.ts.
const lock = new Lock()
const sentinel = new Sentinel()

/** Whether the watched function is on the stack. */
let isCalling = false

/** A timer that keeps the process alive and never fires while anybody looks. */
const FAR_OFF_MS = 2 ** 30

/** Every wake-up of a waiting process costs CPU, and a slower timer canary serves large budgets as well. */
const MAX_TIMER_PERIOD_MS = 50

export { epochNow } from './realm.ts'

/** Watches the subject as often as the options ask, one watch of the thread at a time. */
export async function watch(subject: Subject, options: ResolvedWatchOptions): Promise<LoopReport> {
  if (isCalling) {
    throw new Error('watchLoop was called by the function that it watches, which would wait for itself for ever.')
  }
  const release = await lock.take(options.signal)
  try {
    const reports: LoopReport[] = []
    for (let run = -options.warmup; run < options.runs; run++) {
      options.signal?.throwIfAborted()
      const report = await watchOnce(subject, options)
      if (report.outcome.kind !== 'returned' && report.outcome.kind !== 'resolved') return report
      if (run >= 0) reports.push(report)
    }
    return medianRun(reports)
  } finally {
    release()
  }
}

/** One watch, from getting the canaries ready to putting everything away. */
async function watchOnce(subject: Subject, options: ResolvedWatchOptions): Promise<LoopReport> {
  const meter = new TurnMeter()
  const gc = new GcMeter()
  const timerPeriodMs = Math.min(MAX_TIMER_PERIOD_MS, Math.max(1, options.budget))
  const ride: Ride = {
    sentinel,
    timerPeriodMs,
    onCheckPhase(atMs, idleMs) {
      const busyMs = meter.atCheck(atMs, idleMs)
      if (meter.isBusy) flock.timer?.stir?.(atMs)
      if (flock.timer?.isDue?.(atMs) === false) meter.expectTimers(atMs)
      return busyMs
    },
    onTimersPhase: () => meter.atTimers(),
  }
  // The meter follows the check phase through the immediate, asked for or not.
  const { flock, missing } = await prepare(new Set([...options.canaries, 'immediate']), ride)
  const canaries = Object.values(flock)
  let sentinelLateMs = 0
  let flight: Flight
  gc.start()
  const before = readMachine()
  try {
    flight = await launch(calling(subject), options, {
      launch() {
        sentinel.watch(timerPeriodMs)
        const atMs = now()
        for (const canary of canaries) canary.arm(atMs)
        meter.start()
      },
      handBack() {
        meter.atHandBack()
      },
      settle() {
        meter.atSettlement()
        for (const canary of canaries) canary.settle()
      },
    })
    // What the subject does in the same turn after it has settled keeps the loop waiting just as well.
    await nextPollVisit(flight.settled.pollVisits)
  } finally {
    for (const canary of canaries) canary.disarm()
    sentinelLateMs = sentinel.rest()
    gc.stop()
  }
  const { launched, returnedAtMs, settled, outcome } = flight
  const durationMs = settled.atMs - launched.atMs
  const describe = (stretch: Stretch | undefined): Stall => toStall(stretch, launched.atMs, returnedAtMs, gc)
  const stalls = meter.stalls.kept.map(describe).sort((one, other) => other.ms - one.ms)
  const longestStall = stalls[0] ?? describe(meter.stalls.longest)
  return {
    outcome,
    durationMs,
    pollVisits: settled.pollVisits - launched.pollVisits,
    turns: meter.turns,
    longestStall,
    stalls,
    stallsDropped: meter.stalls.dropped,
    utilization: durationMs > 0 ? Math.max(0, 1 - (settled.idleMs - launched.idleMs) / durationMs) : 1,
    canaries: tell(flock, options.canaries),
    syncCalls: [],
    noise: {
      descheduledMs: readMachine().descheduledMs - before.descheduledMs,
      gcMs: gc.totalMs,
      sentinelLateMs,
      source: noiseSource,
    },
    longestStallsMs: [longestStall.ms],
    verdictBasis: [...missing, ...unmeasured(), ...queued(outcome)],
  }
}

/** The subject, with a note while it is on the stack. */
function calling(subject: Subject): Subject {
  return () => {
    isCalling = true
    try {
      return subject()
    } finally {
      isCalling = false
    }
  }
}

/** Gets the canaries ready, and tells in words which ones cannot be had here. */
async function prepare(names: Set<CanaryName>, ride: Ride): Promise<{ flock: Flock; missing: string[] }> {
  // Nothing of ours is ref'd yet, and waiting for it must not end the process.
  const alive = setTimeout(() => {}, FAR_OFF_MS)
  const flock: Flock = {}
  const missing: string[] = []
  try {
    await prepareTimersPhase()
    await sentinel.ready().catch((error) => missing.push(`no sentinel thread (${error.message})`))
    for (const name of names) {
      const canary = makers[name]!(ride)
      try {
        await canary.prepare()
        flock[name] = canary
      } catch (error) {
        missing.push(`no ${name} canary (${(error as Error).message})`)
      }
    }
  } finally {
    clearTimeout(alive)
  }
  return { flock, missing }
}

/** Resolves in the check phase after the next visit to poll. */
async function nextPollVisit(visits: number): Promise<void> {
  while (pollVisits() === visits) await new Promise((resolve) => setImmediate(resolve))
}

/** What every canary saw that was asked for. */
function tell(flock: Flock, asked: readonly CanaryName[]): LoopReport['canaries'] {
  const told: LoopReport['canaries'] = {
    timer: undefined,
    immediate: undefined,
    socket: undefined,
    worker: undefined,
    http: undefined,
  }
  for (const name of asked) told[name] = flock[name]?.report()
  return told
}

function unmeasured(): string[] {
  if (noiseSource === 'schedstat') return []
  return [
    'run-queue delay cannot be measured here: time that the machine took from the thread looks like its own waiting',
  ]
}

/** A subject that waits for a watch of its own looks like one that waits for anything else. */
function queued(outcome: Outcome): string[] {
  if (outcome.kind !== 'pending' || lock.waiting === 0) return []
  return ['another watch was waiting for this one to end: a watched function must not wait for a watch itself']
}

/** The report of the run whose longest stall is the median, with those of all runs. */
function medianRun(reports: LoopReport[]): LoopReport {
  const longest = reports.map((report) => report.longestStall.ms)
  const inOrder = reports.toSorted((one, other) => one.longestStall.ms - other.longestStall.ms)
  return { ...inOrder[Math.floor(inOrder.length / 2)]!, longestStallsMs: longest }
}
