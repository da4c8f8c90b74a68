import { describeStall } from '../blame/blame.ts'
import { isOpaque } from '../blame/blocking-built-ins.ts'
import type { Ledger } from '../blame/ledger.ts'
import { disjoint, outsideOf } from '../blame/pauses.ts'
import { reportSyncCalls } from '../blame/sync-calls.ts'
import type { LoopReport, Outcome, Stall } from '../report.ts'
import type { SentinelReport } from '../sentinel/sentinel.ts'
import type { GcMeter } from '../turns/gc-meter.ts'
import { type HostReading, hostSince, readHost } from '../turns/host.ts'
import { type MachineReading, noiseSource, readMachine } from '../turns/machine.ts'
import { isIn, type Segment, segmentOf } from '../turns/segment.ts'
import { withBounds } from '../turns/stall-bounds.ts'
import type { TurnMeter } from '../turns/turn-meter.ts'
import type { SubjectRun } from './launch.ts'

/** What a watch has come to know, when everything is put away. */
export interface Watched {
  run: SubjectRun
  found: SentinelReport
  meter: TurnMeter
  gc: GcMeter
  ledger: Ledger
  /** Readings from before the launch. */
  before: { machine: MachineReading; host: HostReading }
  canaries: LoopReport['canaries']
}

/** Puts together what was seen from different sides: each turn's length, the looks into it, the calls that it made. */
export function makeReport({ run, found, meter, gc, ledger, before, canaries }: Watched): LoopReport {
  const { launched, returnedAtMs, settled } = run
  const stoppedAt = found.stoppedAt ?? (run.outcome.kind === 'stopped' ? settled.atMs : undefined)
  const durationMs = settled.atMs - launched.atMs
  // The loop has turned again before the news of a stop arrived.
  const stoppedIn = stoppedAt === undefined ? undefined : meter.stalls.kept.find((segment) => isIn(segment, stoppedAt))
  ledger.enterStopped(found.samples, stoppedAt)
  const calls = ledger.slow.map((call) => ({ ...call, isOpaque: isOpaque(call.account.name) }))
  const spans = [...calls, { startMs: launched.atMs, endMs: settled.atMs }]
  const looks = found.pauses.map((pause) => outsideOf(spans, pause))
  const pauses = disjoint([...looks, ...ledger.pauses])
  const observed = {
    ...found,
    pauses,
    stoppedAt,
    launchedAt: launched.atMs,
    returnedAt: returnedAtMs,
    settledAt: settled.atMs,
    gc,
    calls: ledger.slow,
  }
  const noise = {
    descheduledMs: readMachine().descheduledMs - before.machine.descheduledMs,
    gcMs: gc.totalMs,
    suspendedMs: found.heldUp.reduce((sum, { suspendedMs }) => sum + suspendedMs, 0),
    ...hostSince(before.host, readHost()),
    pausedMs: meter.pausedMs + pauses.reduce((sum, { wallMs }) => sum + wallMs, 0),
    sentinelLateMs: found.lateMs,
    source: noiseSource,
  }
  const describe = (segment: Segment): Stall => withBounds(describeStall(segment, observed), noise, segment.crossing)
  // Behind the stop Node may have a hundred thousand hooks to call for what it threw away, and that is nobody's stall.
  const isBehindStop = ({ startMs }: Segment): boolean => stoppedAt !== undefined && startMs > stoppedAt
  const ofSubject = meter.stalls.kept.filter((segment) => !isBehindStop(segment))
  const stalls = ofSubject.map(describe).sort((one, other) => other.ms - one.ms || other.atMostMs - one.atMostMs)
  const longestStall = stalls[0] ?? describe(meter.stalls.longest ?? segmentOf(launched.atMs, 0))
  return {
    outcome: withStop(run, found),
    durationMs,
    pollVisits: (stoppedIn?.visits ?? settled.pollVisits) - launched.pollVisits,
    turns: meter.turns,
    longestStall,
    stalls,
    stallsDropped: meter.stalls.dropped,
    utilization: durationMs > 0 ? Math.max(0, 1 - (settled.idleMs - launched.idleMs) / durationMs) : 1,
    canaries,
    syncCalls: reportSyncCalls(ledger, looks, gc),
    syncCallsUnseen: ledger.unseen,
    noise,
    longestStallsMs: [longestStall.ms],
    limitations: [...unmeasured(), ...new Set(found.problems), ...ledger.missing],
  }
}

/** A subject that had settled, and then had to be stopped, did not end as it should. Its own error comes first. */
function withStop({ outcome, launched }: SubjectRun, { stoppedAt }: SentinelReport): Outcome {
  if (stoppedAt === undefined || outcome.kind === 'threw' || outcome.kind === 'rejected') return outcome
  return { kind: 'stopped', afterMs: stoppedAt - launched.atMs }
}

function unmeasured(): string[] {
  if (noiseSource === 'schedstat') return []
  if (noiseSource === 'context-switches') {
    return [
      'run-queue delay cannot be measured here, only how often the CPU was taken away: stalls are known to some 12 ms',
    ]
  }
  return [
    'run-queue delay cannot be measured here: time that the machine took from the thread looks like its own waiting',
  ]
}
