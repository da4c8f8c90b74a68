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
  /** Whether poll comes next. */
  isAtPoll: boolean
}

/**
 * Where the time between two marks lies: in the turn in progress (`same`), before a visit to poll that ends it, behind one, in
 * the turn that begins with it, or on `either` side, nobody knows how much on which.
 */
export type Place = 'same' | 'before' | 'behind' | 'either'

/** Less than that on the wrong side of a visit changes no verdict. */
const WORTH_PLACING_MS = 1

/** Tells where the time between two marks lies, in which the loop was busy for `wallMs`. */
export function placeBetween(from: Mark, to: Mark, wallMs: number): Place {
  if (to.visits === from.visits) return 'same'
  if (to.events === from.events) return 'before'
  if (from.isAtPoll) return 'behind'
  return wallMs < WORTH_PLACING_MS ? 'before' : 'either'
}
