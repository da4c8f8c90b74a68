import { createRequire } from 'node:module'
import { writeCallsOn } from '../blame/call-board.ts'
import { Ledger } from '../blame/ledger.ts'
import { placesInModules } from '../blame/places.ts'
import type { CanaryContext } from '../canaries/index.ts'
import { FakeTimersAdvancer, waitsOnFakes } from '../fake-timers.ts'
import { Leftovers } from '../leftovers.ts'
import type { ResolvedWatchOptions } from '../options.ts'
import { outsideOfTests } from '../outside-of-tests.ts'
import { nextTurn, now, pollVisits } from '../realm.ts'
import type { CanaryName, LoopReport } from '../report.ts'
import { DEBUGGED, mayBeDebugged } from '../sentinel/debugger.ts'
import type { SentinelReport } from '../sentinel/sentinel.ts'
import { sentinel } from '../sentinel/this-thread.ts'
import { GcMeter } from '../turns/gc-meter.ts'
import { readHost } from '../turns/host.ts'
import { readMachine } from '../turns/machine.ts'
import { PollEntry } from '../turns/poll-entry.ts'
import type { Segment } from '../turns/segment.ts'
import { StallList } from '../turns/stall-list.ts'
import { TurnMeter, WORTH_ASKING_MS } from '../turns/turn-meter.ts'
import type * as Virtual from '../virtual-time/virtual-time.ts'
import type { VirtualTime } from '../virtual-time/virtual-time.ts'
import { Canaries } from './canaries.ts'
import { launch, type SubjectRun } from './launch.ts'
import { callLimit, cutShort, limitsOf, NEVER } from './limits.ts'
import { makeReport } from './make-report.ts'

export type Subject = () => unknown

/** A timer may come that much late on a quiet machine. */
const TIMER_SLACK_MS = 2

/** A shorter turn may end by itself when the time to settle is over. */
const WORTH_STOPPING_MS = 50

/** A thread waits that long now and then, for a page of memory or behind a lock. */
const ASLEEP_BY_CHANCE_MS = 5

/** Every wake-up of a waiting process costs CPU, and a slower timer canary serves large budgets as well. */
const MAX_TIMER_PERIOD_MS = 50

/** Whether the watched function is on the stack. */
let isOnStack = false

/** Whether it is the watched function who asks. */
export const isCalling = (): boolean => isOnStack

/** One watch, from getting the canaries ready to putting everything away. */
export async function watchOnce(subject: Subject, options: ResolvedWatchOptions, globals: object): Promise<LoopReport> {
  const pollEntry = await PollEntry.load()
  const meter = new TurnMeter(new StallList(), WORTH_ASKING_MS, pollEntry)
  const gc = new GcMeter()
  const ledger = new Ledger(options.floor, await placesInModules())
  const canaries = new Canaries()
  const timerPeriodMs = Math.min(MAX_TIMER_PERIOD_MS, Math.max(1, options.budget))
  const context: CanaryContext = {
    sentinel,
    timerPeriodMs,
    onCheckPhase(atMs, idleMs) {
      const busyMs = meter.atCheck(atMs, idleMs)
      ledger.atTurn()
      sentinel.beat(atMs, idleMs)
      // A call that was stopped could not say so itself.
      if (isOnStack) noteCall(0)
      return busyMs
    },
    traffic: options.traffic,
  }
  const isDebugged = await mayBeDebugged()
  const limits = isDebugged ? NEVER : limitsOf(options)
  const limitMs = callLimit(limits)
  const missing: string[] = []
  await outsideOfTests(() => sentinel.ready()).catch((error) => missing.push(`no sentinel thread (${error.message})`))
  const asked: CanaryName[] = [...options.canaries, ...(options.traffic.http ? (['http'] as const) : [])]
  // The meter follows the check phase through the immediate, asked for or not.
  await outsideOfTests(() => canaries.prepare([...asked, 'immediate'], context))
  const leftovers = options.cleanUp || options.clock === 'virtual' ? new Leftovers() : undefined
  const virtual = options.clock === 'virtual' ? letTimeFly(globals, leftovers!, options) : undefined
  const advancer = options.advanceTimers ? new FakeTimersAdvancer(globals) : undefined
  const followed: Subject = leftovers ? () => leftovers.follow(subject) : subject
  let run: SubjectRun
  let found: SentinelReport
  gc.start()
  const before = { machine: readMachine(), host: readHost() }
  try {
    run = await launch(followed, limitMs, options, {
      launch(stopped, expire) {
        ledger.install(globals)
        writeCallsOn(sentinel)
        noteCall(now() + limitMs)
        sentinel.name = options.owner || nameOf(subject)
        sentinel.watch({
          lookAfter: Math.min(
            // Without the timer canary an idle loop gives no sign of life, and asking it for one would be a visit to poll.
            canaries.timer && !isDebugged ? Math.max(options.budget, timerPeriodMs) + TIMER_SLACK_MS : limits.stopAfter,
            limits.stopAfter,
            Math.max(limits.stopAt, WORTH_STOPPING_MS),
          ),
          ...limits,
          onStopped: stopped,
        })
        canaries.arm(now())
        ledger.start()
        advancer?.start()
        virtual?.start(expire)
        meter.start()
      },
      return() {
        noteCall(0)
        meter.pause()
      },
      back() {
        meter.goOn()
      },
      settle() {
        meter.atSettlement()
        canaries.settle()
        meter.goOn()
      },
    })
    // What the subject does in the same turn after it has settled keeps the loop waiting just as well.
    await nextPollVisit(run.settled.pollVisits)
  } finally {
    advancer?.stop()
    virtual?.stop()
    ledger.stop()
    writeCallsOn(undefined)
    leftovers?.cancel()
    canaries.disarm()
    meter.stop()
    noteCall(0)
    found = await sentinel.rest(meter.stalls.kept.some(isInDoubt))
    gc.stop()
    await pollEntry.close()
    await canaries.collect()
  }
  const report = makeReport({ run, found, meter, gc, ledger, before, canaries: canaries.report(asked) })
  const waited = report.outcome.kind === 'pending' ? [...waitsOnFakes(globals), ...(virtual?.cutShort ?? [])] : []
  const early = found.stoppedAt === undefined ? cutShort(report, limits) : []
  const unmeasured = [...missing, ...canaries.missing, ...(isDebugged ? [DEBUGGED] : []), ...early]
  return {
    ...report,
    ...virtual?.report(report.durationMs),
    limitations: [...unmeasured, ...report.limitations, ...waited],
  }
}

const nameOf = ({ name }: Subject): string => (name ? `the function ${name}` : '')

/** Installs the virtual clock. What it is made of is large, and loaded only when somebody asks for it. */
function letTimeFly(globals: object, leftovers: Leftovers, { virtualWithin }: ResolvedWatchOptions): VirtualTime {
  const { VirtualTime } = createRequire(__filename)('./virtual-time.cjs') as typeof Virtual
  return new VirtualTime(new Set([globalThis, globals]), leftovers, virtualWithin || Number.POSITIVE_INFINITY)
}

/** Notes when the time of the subject's call ends; 0 when it is not on the stack. */
function noteCall(endsAt: number): void {
  isOnStack = endsAt !== 0
  sentinel.callEndsAt = endsAt
}

/** Whether the thread was asleep for longer than by chance: only the sentinel can tell whether its process stood still. */
function isInDoubt({ ms, cpuMs }: Segment): boolean {
  return ms - cpuMs >= ASLEEP_BY_CHANCE_MS
}

/** Resolves in the check phase after the next visit to poll. */
async function nextPollVisit(visits: number): Promise<void> {
  while (pollVisits() === visits) await nextTurn()
}
