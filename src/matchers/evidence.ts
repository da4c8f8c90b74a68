import type { CanaryName, LoopReport, Noise, Stall } from '../report.ts'
import { siteList } from './sites.ts'
import { timeline } from './timeline.ts'
import { count, formatMs } from './units.ts'

const INDENT = '  '

/** Below this a part of a stall is not worth a word. */
const WORTH_TELLING_MS = 0.5

/** Every thread sleeps now and then, behind a lock or a page of memory; this much is a call that blocks. */
const WORTH_TELLING_SHARE = 0.1

const waiters: [CanaryName, string][] = [
  ['timer', 'a timer'],
  ['immediate', 'an immediate'],
  ['socket', 'a socket'],
  ['worker', "a worker's message"],
]

/** What was observed, in the order in which a reader asks: when, who waited, and whose time it was. */
export function evidence(report: LoopReport): string[] {
  return [
    ...timeline(report),
    ...runs(report),
    ...waits(report),
    ...anatomy(report),
    ...coldStart(report),
    ...siteList(report.longestStall),
    ...basis(report),
  ]
}

/** By what rules it was measured, where not by the usual ones: the time that flew, and what could not be measured here. */
export const basis = (report: LoopReport): string[] => [
  ...virtualTime(report),
  ...report.limitations.map((line) => INDENT + line),
]

function virtualTime({ durationMs, virtualMs, yields }: LoopReport): string[] {
  if (virtualMs === undefined || yields === undefined) return []
  const { timers, immediates, io } = yields
  const calls = [
    [timers, 'timer'],
    [immediates, 'immediate'],
    [io, 'answer'],
  ] as const
  const told = calls.filter(([times]) => times > 0).map(([times, by]) => count(times, by))
  const by = told.length > 0 ? `, in which it was called back by ${told.join(', ')}` : ''
  return [`${INDENT}${formatMs(virtualMs)} of virtual time went by in ${formatMs(durationMs)}${by}`]
}

function waits({ canaries, longestStall }: LoopReport): string[] {
  const waited = waiters.flatMap(([name, noun]) => {
    const longest = canaries[name]?.longestWaitMs ?? 0
    return longest >= Math.max(1, longestStall.ms * WORTH_TELLING_SHARE) ? [`${noun} ${formatMs(longest)}`] : []
  })
  return waited.length > 0 ? [`${INDENT}what waited: ${waited.join(' · ')}`] : []
}

/** What each run came to, where there were several: the median is judged. */
function runs({ longestStall, longestStallsMs: all }: LoopReport): string[] {
  if (all.length < 2) return []
  const judged = all.indexOf(longestStall.ms)
  const told = all.map((ms, run) => (run === judged ? `${formatMs(ms)} (judged)` : formatMs(ms)))
  return [`${INDENT}the longest stall of each run: ${told.join(' · ')}`]
}

/** Whose time a stall was. */
export function anatomy({ longestStall, noise }: Judged): string[] {
  const { ms, wallMs, cpuMs, asleepMs, gcMs, descheduledMs, suspendedMs, pausedMs } = longestStall
  if (ms < 1) return []
  // A pause of the collector is wall time, and the machine may have run something else in it.
  const gc = Math.min(gcMs * ((wallMs - descheduledMs - suspendedMs) / wallMs), ms)
  const onCpu = Math.max(0, Math.min(cpuMs, ms) - gc)
  const asleep = noise.source === 'schedstat' ? Math.min(asleepMs, ms - gc - onCpu) : 0
  const parts = [
    [onCpu, 'on CPU'],
    [gc, 'GC'],
    [asleep >= ms * WORTH_TELLING_SHARE ? asleep : 0, 'asleep in a blocking call'],
  ] as const
  const told = parts.filter(([part]) => part >= WORTH_TELLING_MS).map(([part, what]) => `${formatMs(part)} ${what}`)
  const own = told.length > 0 ? `${formatMs(ms)} = ${told.join(' + ')}` : ''
  const others = [
    [
      descheduledMs + suspendedMs,
      suspendedMs >= WORTH_TELLING_MS ? "the machine's, which stood still" : "the machine's",
    ],
    [pausedMs, "loop-canary's, for looking at it"],
  ] as const
  const toldOthers = others
    .filter(([part]) => part >= WORTH_TELLING_MS)
    .map(([part, whose]) => `${formatMs(part)} more was ${whose}`)
  const notCounted = toldOthers.length > 0 ? `${toldOthers.join(', ')} (not counted)` : ''
  const line = [own, notCounted].filter(Boolean).join('; ')
  return line ? [INDENT + line] : []
}

/** What is told of a single stall. */
export interface Judged {
  longestStall: Stall
  noise: Pick<Noise, 'source'>
}

/** What the first call alone costs is told with the way to leave it out. */
function coldStart({ longestStall: { ms, loadingMs } }: LoopReport): string[] {
  if (loadingMs < Math.max(WORTH_TELLING_MS, ms * WORTH_TELLING_SHARE)) return []
  return [
    `${INDENT}${formatMs(loadingMs)} of it loading modules, as only a first call does (see the option \`warmup\`)`,
  ]
}
