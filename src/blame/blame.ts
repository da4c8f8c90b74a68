import type { BuiltInCalls, CallSite, Site } from '../report.ts'
import type { Findings, Sample } from '../sentinel/protocol.ts'
import { anatomyOf, type Pause } from '../turns/anatomy.ts'
import type { GcMeter } from '../turns/gc-meter.ts'
import { isIn, type Segment, type Span } from '../turns/segment.ts'
import type { Estimated } from '../turns/stall-bounds.ts'
import type { Account } from './accounts.ts'
import { type Amount, isInBlockingCall } from './blocking-built-ins.ts'
import { isForeign, loadsModule, usersFrames } from './foreign.ts'
import { isNodes } from './frame.ts'
import type { SlowCall } from './ledger.ts'
import { pausedWithin } from './pauses.ts'
import { sourcePlace } from './source-position.ts'
import { WRAPPER_URL } from './wrapper.ts'

/** A look that stands for less than this part of the time since the one before may have come a line too late. */
const BARELY = 0.1

/**
 * One that comes when that much of the stall is left, in ms, may have found the line behind the one that blocked; the more so where that has
 * called a function of Node's which does not block. A part of it is what the thread takes to leave the pause.
 */
const AT_END_MS = 1
const AT_END_IN_NODE_MS = 5

/** A smaller part of a stall would read 0%. */
const SMALLEST_SHARE = 0.005

/** What has to be known of a watch to describe its stalls. Times on `realm.now`. */
export interface Observations extends Pick<Findings, 'samples' | 'pauses' | 'heldUp' | 'othersDelayed' | 'stoppedAt'> {
  launchedAt: number
  /** When the call of the subject came back. */
  returnedAt: number
  settledAt: number
  gc: GcMeter
  /** Calls of blocking built-ins that took long. */
  calls: readonly SlowCall[]
}

/** Describes a stall: whose time it was, what filled it, and who is to blame. */
export function describeStall(segment: Segment, observed: Observations): Estimated {
  const { launchedAt, returnedAt, samples, pauses, stoppedAt, calls } = observed
  const { startMs, endMs, wallMs } = segment
  const seen = samples.filter(({ atMs }) => isIn(segment, atMs))
  // The call itself is the one piece of a turn whose end is known.
  const syncMs = Math.min(returnedAt, endMs) - startMs
  const anatomy = anatomyOf(segment, observed)
  const called = calls.filter((call) => isIn(segment, call.startMs))
  const parts = called
    .filter((call) => !seen.some((sample) => isInside(call, sample)))
    .map((call): Part => ({ ...call, ms: Math.max(0, call.mostMs - pausedWithin(pauses, call.startMs, call.endMs)) }))
  const calledMs = parts.reduce((sum, { ms }) => sum + ms, 0)
  const stallMs = Math.max(calledMs, anatomy.ms)
  const stopped = stoppedAt !== undefined && isIn(segment, stoppedAt)
  const looks = weigh(seen, called, [...segment.gaps, ...pauses.map(spanOf)], segment, stopped)
  const seenKind = seen.findLast(({ kind }) => kind !== undefined)?.kind
  return {
    startMs: Math.max(0, startMs - launchedAt),
    ...anatomy,
    kind: calledMs > anatomy.ms / 2 ? 'native-call' : (seenKind ?? (syncMs > wallMs / 2 ? 'sync' : 'unknown')),
    sites: sitesOf(looks, parts, stallMs),
    loadingMs: loadingOf(looks) * Math.max(0, stallMs - calledMs),
    stopped,
  }
}

const isWithin = ({ startMs, endMs }: Span, atMs: number): boolean => atMs >= startMs && atMs <= endMs

/** A call in a stall, with its part of it. */
type Part = SlowCall & { ms: number }

/** Whether a look found code of the user's that the call had called back: the time is that code's, then. */
function isInside(call: SlowCall, { atMs, frames }: Sample): boolean {
  if (!isWithin(call, atMs)) return false
  const wrapper = frames.findIndex(({ url }) => url === WRAPPER_URL)
  return wrapper > 0 && frames.slice(0, wrapper).some((frame) => !isForeign(frame))
}

/** A look at the stack, and the time that it stands for. */
interface Look {
  frames: Sample['frames']
  place: CallSite
  ms: number
}

/**
 * The looks that found somebody. They become rarer as the stall grows, and each stands for the time since the one before, as far
 * as it is not known what filled that: a pause, or a call that the look did not find itself in.
 *
 * @param stopped - whether the last one has found what was stopped there, which is never too late
 */
function weigh(
  samples: readonly Sample[],
  calls: readonly SlowCall[],
  pauses: Span[],
  { startMs, endMs }: Span,
  stopped: boolean,
): Look[] {
  const looks: Look[] = []
  let beforeMs = startMs
  for (const sample of samples) {
    const { frames, atMs } = sample
    const place = sourcePlace(usersFrames(frames))
    // Between two microtasks or two ticks there is nobody on the stack.
    if (!place) continue
    const opaque = calls.filter((call) => !isInside(call, sample))
    const known = [...pauses, ...opaque]
    known.sort((one, other) => one.startMs - other.startMs)
    const ms = timeOutside(known, beforeMs, atMs)
    const isOfStop = stopped && sample === samples.at(-1) && !opaque.some((call) => isWithin(call, atMs))
    const isBehindCall = ms < (atMs - beforeMs) * BARELY
    const endingMs = isNodes(frames[0]!) ? AT_END_IN_NODE_MS : AT_END_MS
    const isAtEnd = !isInBlockingCall(frames) && timeOutside(known, atMs, endMs) < endingMs
    beforeMs = atMs
    if (isOfStop || (!isBehindCall && !isAtEnd)) looks.push({ frames, place, ms })
  }
  return looks
}

const sumOf = (looks: readonly Look[]): number => looks.reduce((sum, { ms }) => sum + ms, 0)

/** The part of the looks that found a module being loaded, 0..1. */
function loadingOf(looks: readonly Look[]): number {
  const loading = sumOf(looks.filter(({ frames }) => loadsModule(frames)))
  return loading > 0 ? loading / sumOf(looks) : 0
}

/**
 * What the stall was made of, what took most time first: the calls of built-ins, whose part is known, and in the rest of the
 * time the innermost frames of the user's, as often as they were found there.
 */
function sitesOf(looks: readonly Look[], calls: readonly Part[], stallMs: number): Site[] {
  const called = new Map<Account, Site>()
  let calledMs = 0
  for (const { account, ms, ...amount } of calls) {
    const { name, site: place } = account
    if (!place) continue
    calledMs += ms
    const site = upsert(called, account, () => ({ ...place, share: 0, call: { name, count: 0 } }))
    site.share += ms / stallMs
    addTo(site.call!, amount)
  }
  const sampled = new Map<string, Site>()
  for (const { place, ms } of looks) upsert(sampled, keyOf(place), () => ({ ...place, share: 0 })).share += ms
  const sampledMs = sumOf(looks)
  const rest = stallMs > 0 ? 1 - calledMs / stallMs : 1
  for (const site of sampled.values()) site.share = sampledMs > 0 ? (site.share / sampledMs) * rest : rest
  return [...called.values(), ...sampled.values()]
    .filter(({ share }) => share >= SMALLEST_SHARE)
    .sort((one, other) => other.share - one.share)
}

function addTo(calls: BuiltInCalls, { bytes, iterations, waitMs }: Amount): void {
  calls.count++
  if (bytes !== undefined) calls.bytes = (calls.bytes ?? 0) + bytes
  if (iterations !== undefined) calls.iterations = (calls.iterations ?? 0) + iterations
  if (waitMs !== undefined) calls.waitMs = (calls.waitMs ?? 0) + waitMs
}

const keyOf = ({ file, line, function: name }: Omit<Site, 'share'>): string => `${file}:${line}:${name}`

function upsert<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key)
  if (found) return found
  const made = make()
  map.set(key, made)
  return made
}

const spanOf = ({ startMs, wallMs }: Pause): Span => ({ startMs, endMs: startMs + wallMs })

/** How much of the time between two moments is outside of all spans, which are in order, in ms. */
function timeOutside(spans: readonly Span[], fromMs: number, toMs: number): number {
  let atMs = fromMs
  let outsideMs = 0
  for (const { startMs, endMs } of spans) {
    if (startMs >= toMs) break
    outsideMs += Math.max(0, startMs - atMs)
    atMs = Math.max(atMs, endMs)
  }
  return outsideMs + Math.max(0, toMs - atMs)
}
