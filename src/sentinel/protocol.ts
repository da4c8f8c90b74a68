/**
 * What the watched thread and its sentinel share: a few integers in a `SharedArrayBuffer`, so that either can see the other
 * while it is stuck.
 */
export const Slot = {
  /** Number of the watch under way, 0 between watches. The sentinel sleeps on it. */
  watch: 0,
  /** The sentinel's worst lateness in the watch under way, in µs. */
  lateUs: 1,
  /** How often the sentinel looks up during a watch, in ms. */
  lookEveryMs: 2,
  /** Whether the sentinel is to send a message when the watch begins. */
  sends: 3,
  /** Number of the last watch whose message is on its way. The watched thread sleeps on it. */
  sent: 4,
} as const

/** Length of the shared array. */
export const SLOTS = 5

/** What the sentinel's thread is started with. */
export interface SentinelData {
  slots: Int32Array<SharedArrayBuffer>
}

/** A message that the sentinel sends into the loop, as a worker delivers a result. */
export interface CanaryMessage {
  watch: number
}
