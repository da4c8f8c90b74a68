import type { Pause } from '../turns/anatomy.ts'
import type { Span } from '../turns/segment.ts'

/** Time that the sentinel and the ledger took between two moments, in ms, without what the machine took from them. */
export function pausedWithin(pauses: readonly Pause[], startMs: number, endMs: number): number {
  let sum = 0
  for (const pause of pauses) {
    if (pause.startMs >= startMs && pause.startMs < endMs) sum += pause.wallMs - pause.descheduledMs
  }
  return sum
}

/**
 * The same pauses, each moment in one of them: a look may come while the ledger takes note of a call, and is in the time that this took.
 * What the two used of the CPU is known of the one that lasted longer as well as of the other, or better.
 */
export function disjoint(pauses: readonly Pause[]): Pause[] {
  const found: Pause[] = []
  for (const pause of pauses.toSorted((one, other) => one.startMs - other.startMs || other.wallMs - one.wallMs)) {
    const last = found.at(-1)
    if (last && pause.startMs < endOf(last)) found[found.length - 1] = together(last, pause)
    else found.push(pause)
  }
  return found
}

const endOf = ({ startMs, wallMs }: Pause): number => startMs + wallMs

function together(first: Pause, then: Pause): Pause {
  const wallMs = Math.max(endOf(first), endOf(then)) - first.startMs
  const isInside = endOf(then) <= endOf(first)
  const cpuMs = isInside ? Math.max(first.cpuMs, then.cpuMs) : Math.min(wallMs, first.cpuMs + then.cpuMs)
  const descheduledMs = isInside
    ? Math.max(first.descheduledMs, then.descheduledMs)
    : first.descheduledMs + then.descheduledMs
  return { ...first, wallMs, cpuMs, descheduledMs: Math.min(descheduledMs, wallMs - cpuMs) }
}

interface Enclosing extends Span {
  /** Whether the thread cannot pause inside. */
  isOpaque?: boolean
}

/**
 * A pause without what cannot be of it. On a busy machine the sentinel concludes its begin from how long the thread has slept, which it
 * may have done in a call that blocks: but who is paused in a call does not come back from it, so a pause that goes on behind the end of
 * a call has not begun before; nor before the settlement when it goes on behind that. And one inside of a call that cannot be paused is
 * at its very end, where the wrapper has JavaScript to run.
 */
export function outsideOf(spans: readonly Enclosing[], pause: Pause): Pause {
  const endMs = pause.startMs + pause.wallMs
  const begins = spans
    .filter((span) => pause.startMs > span.startMs && pause.startMs < span.endMs)
    .flatMap((span) => {
      if (endMs > span.endMs) return [span.endMs]
      return span.isOpaque ? [pause.startMs + (pause.heardLateMs ?? 0)] : []
    })
  const startMs = Math.max(pause.startMs, ...begins)
  return startMs === pause.startMs ? pause : { ...pause, startMs, wallMs: endMs - startMs }
}
