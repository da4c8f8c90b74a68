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
  /** What of that was ready when poll began. */
  eventsWaiting: number
  guard: Guard
}

/**
 * Where the time between two marks lies: in the turn in progress (`same`), before a visit to poll that ends it, behind one, in
 * the turn that begins with it, or on `either` side, nobody knows how much on which.
 */
export type Place = 'same' | 'before' | 'behind' | 'either'

/** Less than that on the wrong side of a visit changes no verdict. */
const WORTH_PLACING_MS = 1

/**
 * Tells where the time between two marks lies: the loop was busy for `wallMs` of it, and the thread ready but not run for `descheduledMs`.
 */
export function placeBetween(from: Mark, to: Mark, wallMs: number, descheduledMs: number): Place {
  if (to.visits === from.visits) return 'same'
  if (to.events === from.events) return 'before'
  const sleptInPoll = to.eventsWaiting === from.eventsWaiting
  const isUndisturbed = descheduledMs < WORTH_PLACING_MS || sleptInPoll
  if (from.guard === 'full' || (from.guard === 'if undisturbed' && isUndisturbed)) return 'behind'
  return wallMs < WORTH_PLACING_MS ? 'before' : 'either'
}
