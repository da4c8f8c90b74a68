/**
 * Whether anything of length between a mark and the next visit to poll would make another mark. `if undisturbed`: provided that the machine
 * let the thread run, or had nothing to keep from running while the loop slept in poll; else a timer may have fallen due meanwhile, and
 * have come without a mark.
 */
export type Guard = 'none' | 'if undisturbed' | 'full'

/**
 * A moment at which the meter looked at its clocks.
 *
 * All of them are JavaScript's only means to see what the loop does: libuv counts its visits to poll and the events that they served,
 * and adds up the time that it slept in them.
 */
export interface Mark {
  /** On `realm.now`. */
  atMs: number
  /** On `realm.idleTime`. */
  idleMs: number
  /** Visits to poll. */
  visits: number
  /** What those visits have served; a visit counts when it is over. */
  events: number
  guard: Guard
}

/**
 * Where the time between two marks lies: in the turn in progress (`same`), before a visit to poll that ends it, behind one, in
 * the turn that begins with it, or on `either` side, nobody knows how much on which.
 */
export type Place = 'same' | 'before' | 'behind' | 'either'

/** Poll that finds its events ready takes a few µs, which count as idle; a real sleep costs two context switches. */
const SLEPT_MS = 0.015

/** Whether the loop slept between two marks. */
export const sleptBetween = (from: Mark, to: Mark): boolean => to.idleMs - from.idleMs > SLEPT_MS

/** Less than that on the wrong side of a visit changes no verdict. */
const WORTH_PLACING_MS = 1

/**
 * Tells where the time between two marks lies: the loop was busy for `wallMs` of it, and the thread ready but not run for `descheduledMs`.
 *
 * @param isInPoll - whether the later mark is in a callback of poll
 */
export function placeBetween(from: Mark, to: Mark, wallMs: number, descheduledMs: number, isInPoll: boolean): Place {
  if (to.visits === from.visits) return 'same'
  const served = isInPoll || to.events > from.events
  if (!served) return 'before'
  const isUndisturbed = descheduledMs < WORTH_PLACING_MS || sleptBetween(from, to)
  if (from.guard === 'full' || (from.guard === 'if undisturbed' && isUndisturbed)) return 'behind'
  return wallMs < WORTH_PLACING_MS ? 'before' : 'either'
}
