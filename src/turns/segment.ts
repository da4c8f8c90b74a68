import { canTellCpu } from './machine.ts'

/** A time on the clock of `realm.now`. */
export interface Span {
  startMs: number
  endMs: number
}

/** A piece of time in which the loop was kept busy, on the clock of `realm.now`; a whole turn when its pieces are joined. */
export interface Segment extends Span {
  /** What lies between its begin and its end and is not of it: time in which the loop was idle, or the watch had its own to do. */
  gaps: readonly Span[]
  ms: number
  wallMs: number
  cpuMs: number
  descheduledMs: number
  /** See `MachineReading.switches`. */
  switches: number
  /** libuv's count of visits to poll when it began; 0 for segments too short to matter. */
  visits: number
  /** Set where a visit to poll came somewhere in its first piece, nobody knows when. */
  crossing?: Crossing
}

/** A piece that may be of a turn, of the one before, or of both in part. In ms. */
export interface Crossing {
  ms: number
  /** What the turn before had without it. */
  beforeMs: number
  /** libuv's count before the visit to poll that lies in it. */
  visitsBefore: number
}

/** What of `ms` is in one turn, where `doubtfulMs` of it may be in the one before: the longer of the two has half of it at the least. */
export const inOneTurn = (ms: number, doubtfulMs: number): number => Math.max(ms / 2, ms - doubtfulMs)

/** A segment too short to be asked about. */
export const segmentOf = (endMs: number, ms: number): Segment => ({
  startMs: endMs - ms,
  endMs,
  gaps: [],
  ms,
  wallMs: ms,
  // What it is of a moment at most; a thread asleep for longer shows in longer segments.
  cpuMs: canTellCpu ? ms : 0,
  descheduledMs: 0,
  switches: 0,
  visits: 0,
})

/** Whether a moment is one of the segment's. */
export const isIn = ({ startMs, endMs, gaps }: Segment, atMs: number): boolean =>
  atMs >= startMs && atMs <= endMs && !gaps.some((gap) => atMs > gap.startMs && atMs < gap.endMs)

/** Two pieces of one turn. */
export function join(first: Segment, then: Segment): Segment {
  const isGap = then.startMs > first.endMs
  return {
    startMs: first.startMs,
    endMs: then.endMs,
    gaps: isGap ? [...first.gaps, { startMs: first.endMs, endMs: then.startMs }] : first.gaps,
    ms: first.ms + then.ms,
    wallMs: first.wallMs + then.wallMs,
    cpuMs: first.cpuMs + then.cpuMs,
    descheduledMs: first.descheduledMs + then.descheduledMs,
    switches: first.switches + then.switches,
    visits: first.visits,
    ...(first.crossing && { crossing: first.crossing }),
  }
}
