import type { LoopReport, Stall } from '../report.ts'
import type { Finding } from './finding.ts'
import { type OwnTime, ownTime } from './own-time.ts'

/**
 * Did the subject keep the loop from visiting poll for `ms` or longer in one turn?
 *
 * Only what is the subject's on every reading of the evidence counts as `yes`, and only what is too short on every
 * reading counts as `no`. Each stall is judged by itself: what the machine did in one says nothing about another.
 */
export function blockedFor(report: LoopReport, ms: number): Finding {
  // What had to be stopped has blocked for longer than anybody waits.
  if (report.outcome.kind === 'stopped') return 'yes'
  const readings = readingsOf(report)
  if (readings.some(({ own }) => own.atLeast >= ms)) return 'yes'
  return readings.some(({ own }) => own.atMost >= ms) ? 'unknown' : 'no'
}

/** Why the answer is `unknown`, in words: how much of which time the machine may have taken, and what speaks for it. */
export function doubtAbout(report: LoopReport, ms: number): string {
  const doubtful = readingsOf(report).find(({ own }) => own.atLeast < ms && own.atMost >= ms)
  if (!doubtful) return ''
  const { stall, own } = doubtful
  const takenMs = Math.round(stall.wallMs - own.atLeast)
  return `the machine took up to ${takenMs} of ${Math.round(stall.wallMs)} ms: ${own.doubts.join(', ')}`
}

function readingsOf({ longestStall, stalls, noise }: LoopReport): { stall: Stall; own: OwnTime }[] {
  return [longestStall, ...stalls].map((stall) => ({ stall, own: ownTime(stall, noise) }))
}
