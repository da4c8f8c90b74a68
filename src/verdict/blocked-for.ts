import type { LoopReport, Stall } from '../report.ts'
import { isCutShort } from './cut-short.ts'
import type { Finding } from './finding.ts'

/**
 * Did the subject keep the loop from visiting poll for `ms` or longer in one turn?
 *
 * Only what is the subject's on every reading of the evidence counts as `yes`, and only what is too short on every
 * reading counts as `no`. Each stall is judged by itself: what the machine did in one says nothing about another.
 */
export function blockedFor(report: LoopReport, ms: number): Finding {
  // What had to be stopped has blocked for longer than anybody waits.
  if (report.outcome.kind === 'stopped') return isCutShort(report) && report.longestStall.ms < ms ? 'unknown' : 'yes'
  const stall = decisiveStall(report, ms)
  if (isCertain(stall, ms)) return 'yes'
  return stall.atMostMs >= ms ? 'unknown' : 'no'
}

/** The stall that answers the question: the longest one that surely is too long, else one that may be, else the longest. */
export function decisiveStall({ longestStall, stalls }: LoopReport, ms: number): Stall {
  const all = [longestStall, ...stalls]
  return all.find((stall) => isCertain(stall, ms)) ?? all.find((stall) => stall.atMostMs >= ms) ?? longestStall
}

/** What is so near to a limit may be on its other side the next time, by this part of it. */
const NEAR = 0.5

/** Whether a time is so near to a limit that it may be on its other side the next time. */
export const isNear = (ms: number, limitMs: number): boolean => Math.abs(ms - limitMs) < NEAR * limitMs

/** Whether the answer might well have been the opposite one. */
export const isCloseTo = (report: LoopReport, ms: number): boolean =>
  report.outcome.kind !== 'stopped' && isNear(decisiveStall(report, ms).ms, ms)

const isCertain = (stall: Stall, ms: number): boolean => stall.stopped || stall.ms >= ms

/** Why the answer is `unknown`, in words: how much of which time the machine may have taken, and what speaks for it. */
export function doubtAbout(report: LoopReport, ms: number): string {
  const stall = decisiveStall(report, ms)
  if (isCertain(stall, ms) || stall.atMostMs < ms) return ''
  const takenMs = Math.round(stall.wallMs - stall.ms)
  return `the machine took up to ${takenMs} of ${Math.round(stall.wallMs)} ms: ${stall.doubts.join(', ')}`
}
