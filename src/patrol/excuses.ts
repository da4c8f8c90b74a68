import { isRunnersWork } from '../blame/foreign.ts'
import type { Span } from '../turns/segment.ts'
import type { Allowed, Evidence, Look } from './attribution.ts'
import type { Charge } from './charge.ts'

/**
 * How much of a stall was the runner's own work, or allowed, in ms: as great a part as looks have found it so, and blocks of code that an
 * allowance was opened for have taken. Each allowance excuses what it covers, when that is not longer than it may be.
 *
 * @param alone - the only one who can have had a part in it, if there is one
 */
export function excusedMs(evidence: Evidence, looks: readonly Look[], alone: Charge | undefined): number {
  const { stall, segment, allowances, allowed } = evidence
  const lookedMs = sum(looks.map(({ ms }) => ms))
  const perLook = lookedMs > 0 ? stall.ms / lookedMs : 0
  const runners = looks.filter(({ sample }) => isRunnersWork(sample.frames))
  const others = looks
    .filter((look) => !runners.includes(look))
    .map((look) => ({ ...look, by: allowances.covering(look.sample.frames, look.sample.scope?.slice(1) ?? []) }))
  const blocks = allowed.flatMap((block) => within(segment, block))

  const coveredBy = (numbers: readonly number[]): number => {
    // Nobody has looked: what holds for all that somebody does holds for this.
    if (looks.length === 0 && alone?.allowances.some((number) => numbers.includes(number))) return stall.ms
    const outermost = notInOthers(blocks.filter(({ number }) => numbers.includes(number)))
    const inBlocksMs = sum(outermost.map(({ ownMs }) => ownMs))
    const outside = others
      .filter(({ by }) => by.some((number) => numbers.includes(number)))
      .map(({ sample: { atMs }, ms }) => ms - overlap(outermost, { startMs: atMs - ms, endMs: atMs }))
    return Math.min(stall.ms, inBlocksMs + sum(outside) * perLook)
  }

  const numbers = new Set([
    ...others.flatMap(({ by }) => by),
    ...blocks.map(({ number }) => number),
    ...(looks.length === 0 ? (alone?.allowances ?? []) : []),
  ])
  const excusing = [...numbers].filter((number) => allowances.excuse(number, coveredBy([number])))
  return sum(runners.map(({ ms }) => ms)) * perLook + coveredBy(excusing)
}

/** What of a block is in the stall. */
function within(segment: Span, block: Allowed): Allowed[] {
  const startMs = Math.max(block.startMs, segment.startMs)
  const endMs = Math.min(block.endMs, segment.endMs)
  const part = (endMs - startMs) / (block.endMs - block.startMs)
  return part > 0 ? [{ ...block, startMs, endMs, ownMs: block.ownMs * part }] : []
}

/** A block may be in another one; else they have nothing in common. */
function notInOthers(blocks: readonly Allowed[]): Allowed[] {
  const sorted = blocks.toSorted((one, other) => one.startMs - other.startMs || other.endMs - one.endMs)
  let reachedMs = Number.NEGATIVE_INFINITY
  return sorted.filter(({ endMs }) => {
    if (endMs <= reachedMs) return false
    reachedMs = endMs
    return true
  })
}

const overlap = (spans: readonly Span[], { startMs, endMs }: Span): number =>
  sum(spans.map((span) => Math.max(0, Math.min(span.endMs, endMs) - Math.max(span.startMs, startMs))))

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
