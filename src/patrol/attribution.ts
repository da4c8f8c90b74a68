import type { Sample } from '../sentinel/protocol.ts'
import { inOneTurn, isIn, type Segment } from '../turns/segment.ts'
import type { Estimated } from '../turns/stall-bounds.ts'
import type { Allowances } from './allowances.ts'
import type { Charge } from './charge.ts'
import { excusedMs } from './excuses.ts'

/** A look at the stack in a stall, and the time that it stands for. */
export interface Look {
  sample: Sample
  ms: number
  charge: number | undefined
}

/** Whose a stall is, and how much of it for certain. */
export interface Attributed {
  /** None when it cannot be told, or is nobody's who is known. */
  charge: Charge | undefined
  /** Not the runner's own, and not allowed, in ms. */
  ms: number
  /** The same as it may be, where the machine or another turn may have had a part in it. */
  atMostMs: number
}

/** When a block of code ran for which an allowance was opened; `number` is the allowance's. */
export interface Allowed {
  startMs: number
  endMs: number
  /** Without the time in which the thread was ready and the machine ran something else. */
  ownMs: number
  number: number
}

/** All that is known of a stall. */
export interface Evidence {
  segment: Segment
  stall: Estimated
  /** The stall's own time on every reading of the clocks, in ms. */
  atLeastMs: number
  atMostMs: number
  /** From here on it is a finding, in ms. */
  maxStall: number
  samples: readonly Sample[]
  /** Those whose code ran, or may have left work behind that did. */
  charges: ReadonlyMap<number, Charge>
  allowances: Allowances
  /** When blocks of code ran for which an allowance was opened. */
  allowed: readonly Allowed[]
}

/**
 * Puts a stall to an account. Only what is certain counts: where several may have had a part in one turn, a look at the stack speaks
 * for the time since another one that has found the same.
 */
export function attribute(evidence: Evidence): Attributed {
  const { segment, stall } = evidence
  const looks = looksIn(segment, evidence.samples)
  if (stall.stopped)
    return {
      charge: stopped(evidence, looks) ?? onStack(evidence) ?? onlyOne(evidence),
      ms: stall.ms,
      atMostMs: stall.ms,
    }
  const ofNobody = stall.ms - certainMs(evidence, looks)
  const alone = onStack(evidence) ?? aloneIn(evidence, looks)
  const excused = excusedMs(evidence, looks, alone)
  const ms = evidence.atLeastMs - Math.max(0, ofNobody) - excused
  const atMostMs = evidence.atMostMs - excused
  if (alone) return { charge: alone, ms, atMostMs }
  const seen = mostSeen(evidence, looks)
  return seen && seen.ms - excused >= evidence.maxStall
    ? { charge: seen.charge, ms: Math.min(ms, seen.ms), atMostMs }
    : { charge: undefined, ms, atMostMs }
}

/** Who was unwound. What another one did in the same turn, behind that, was looked at later. */
function stopped({ charges }: Evidence, looks: readonly Look[]): Charge | undefined {
  const seen = looks.map(({ charge }) => charges.get(charge ?? -1))
  return seen.findLast((charge) => charge?.wasStopped) ?? seen.at(-1)
}

function looksIn(segment: Segment, samples: readonly Sample[]): Look[] {
  let beforeMs = segment.startMs
  const looks: Look[] = []
  for (const sample of samples.filter(({ atMs }) => isIn(segment, atMs))) {
    looks.push({ sample, ms: Math.max(0, sample.atMs - beforeMs), charge: sample.scope?.[0] })
    beforeMs = sample.atMs
  }
  return looks
}

/**
 * What of a stall came without a visit to poll in between. Where the meter cannot tell, a look that knows the number of visits can:
 * so far there had been none, or from there on there was none.
 */
function certainMs({ segment: { crossing, startMs, endMs }, stall }: Evidence, looks: readonly Look[]): number {
  if (crossing === undefined) return stall.ms
  const pieces = looks.flatMap(({ sample: { atMs, visits } }) => {
    if (visits === undefined) return []
    return [visits === crossing.visitsBefore ? atMs - startMs : endMs - atMs]
  })
  const lengthMs = endMs - startMs
  return inOneTurn(stall.ms, lengthMs - Math.max(0, ...pieces))
}

/** Who was on the stack for all of it but a moment: its own call, in which nobody else's code runs. */
function onStack({ segment: { startMs, endMs }, charges }: Evidence): Charge | undefined {
  const lengthMs = endMs - startMs
  return [...charges.values()].find(
    (charge) => !charge.isShared && charge.onStackWithin(startMs, endMs) >= lengthMs * NEARLY_ALL,
  )
}

const NEARLY_ALL = 0.9

const goingOn = ({ segment: { startMs, endMs }, charges }: Evidence): Charge[] =>
  [...charges.values()].filter((charge) => charge.wasOnWithin(startMs, endMs))

/** Of a turn that had to be stopped, where no look tells: the only one who waits for something that will never come. */
function onlyOne(evidence: Evidence): Charge | undefined {
  const [charge, ...others] = goingOn(evidence)
  return others.length === 0 ? charge : undefined
}

/** The only one who can have had a part in it. */
function aloneIn(evidence: Evidence, looks: readonly Look[]): Charge | undefined {
  const {
    segment: { startMs },
    charges,
  } = evidence
  const on = goingOn(evidence)
  const seen = new Set(looks.map(({ charge }) => charge))
  if (on.length > 1 || seen.size > 1) return undefined
  if (looks.length > 0) {
    const [id] = seen
    return id !== undefined && on.every((charge) => charge.id === id) ? charges.get(id) : undefined
  }
  // The turn has begun with its call.
  return on.find((charge) => !charge.isShared && charge.wasCalledWithin(startMs, startMs + MOMENT_MS))
}

const MOMENT_MS = 5

/** Who was found most, and for how long: from one look that has found them to the next that has. */
function mostSeen(
  { charges, stall, segment }: Evidence,
  looks: readonly Look[],
): Omit<Attributed, 'atMostMs'> | undefined {
  const seen = new Map<number, number>()
  looks.forEach(({ charge, ms }, index) => {
    if (index === 0 || charge === undefined || looks[index - 1]!.charge !== charge) return
    seen.set(charge, (seen.get(charge) ?? 0) + ms)
  })
  const [most] = [...seen].toSorted(([, one], [, other]) => other - one)
  if (!most) return undefined
  // The looks themselves took time, and the machine may have.
  const ownShare = stall.ms / (segment.endMs - segment.startMs)
  return { charge: charges.get(most[0]), ms: most[1] * Math.min(1, ownShare) }
}
