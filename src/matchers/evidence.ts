import type { CanaryName, LoopReport, Noise, Stall } from '../report.ts'
import { siteList } from './sites.ts'
import { NOT_COUNTED, timeline } from './timeline.ts'
import { count, formatMs, formatParts } from './units.ts'

const INDENT = '  '

/** A smaller part of a stall is not worth a word. */
const WORTH_TELLING_MS = 0.5
const worthTelling = (ms: number): number => Math.max(WORTH_TELLING_MS, ms * 0.01)

/** Every thread sleeps now and then, behind a lock or a page of memory; this much is a call that blocks. */
const WORTH_TELLING_SHARE = 0.1

/** More turns than this nobody reads. */
const LISTED_TURNS = 5

const waiters: [CanaryName, string][] = [
  ['timer', 'a timer'],
  ['immediate', 'an immediate'],
  ['socket', 'a socket'],
  ['worker', "a worker's message"],
]

/**
 * What was observed, in the order in which a reader asks: when, how often, whose time it was, and who waited. Each number is a part of the
 * longest stall, or says what else it is.
 *
 * @param tooLongMs - the shortest stall that is too long, where that is the question
 */
export function evidence(report: LoopReport, tooLongMs?: number): string[] {
  const drawn = timeline(report)
  const mark = drawn.some((line) => line.includes(NOT_COUNTED)) ? `${NOT_COUNTED} ` : ''
  return [
    ...drawn,
    ...turnsOver(report, tooLongMs),
    ...runs(report),
    ...anatomy(report, mark),
    ...coldStart(report),
    ...siteList(report.longestStall),
    ...waits(report),
    ...basis(report),
  ]
}

/** Which turns were too long, where there were several: the longest ones, in the order of time. */
function turnsOver({ stalls, stallsDropped }: LoopReport, tooLongMs = Number.POSITIVE_INFINITY): string[] {
  const over = stalls.filter(({ ms }) => ms >= tooLongMs)
  if (over.length < 2) return []
  const listed = over.slice(0, LISTED_TURNS).toSorted((one, other) => one.startMs - other.startMs)
  const told = listed.map(({ ms, startMs }) => `${formatMs(ms)} at ${formatMs(startMs)}`)
  if (over.length > listed.length) told.push('…')
  const least = over.length === stalls.length && stallsDropped > 0 ? 'at least ' : ''
  return [`${INDENT}${least}${count(over.length, 'turn')} of ${formatMs(tooLongMs)} or longer: ${told.join(' · ')}`]
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
    return longest >= Math.max(1, longestStall.ms * WORTH_TELLING_SHARE) ? [noun] : []
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

/**
 * Whose time a stall was: what adds up to it, and what came on top.
 *
 * @param mark - how the latter is marked in the strip, if it is
 */
export function anatomy(judged: Judged, mark = ''): string[] {
  const { ms, wallMs, descheduledMs, suspendedMs, pausedMs } = judged.longestStall
  if (ms < 1) return []
  const machinesMs = descheduledMs + suspendedMs
  const stoodStill = suspendedMs >= WORTH_TELLING_MS
  const others: [ms: number, whose: string][] = [
    [machinesMs, stoodStill ? 'in which the machine stood still' : 'that the machine took'],
    [wallMs - ms - machinesMs, 'that the machine may have taken'],
    [pausedMs, 'that loop-canary took, to look at it'],
  ]
  const told = others.filter(([part]) => part >= worthTelling(ms)).map(([part, whose]) => `${formatMs(part)} ${whose}`)
  const notCounted = told.length > 0 ? [`${mark}not counted: ${told.join(' · ')}`] : []
  return [...ownParts(judged), ...notCounted].map((line) => INDENT + line)
}

function ownParts({ longestStall, noise }: Judged): string[] {
  const { ms, wallMs, cpuMs, gcMs, descheduledMs, suspendedMs } = longestStall
  if (noise.source === 'none') return []
  // A pause of the collector is wall time, and the machine may have run something else in it.
  const gc = Math.min(gcMs * ((wallMs - descheduledMs - suspendedMs) / wallMs), ms)
  const onCpu = Math.max(0, Math.min(cpuMs, ms) - gc)
  const off = ms - gc - onCpu
  const isCall = noise.source === 'schedstat' && off >= ms * WORTH_TELLING_SHARE
  const parts: [ms: number, what: string][] = [
    [onCpu, 'on CPU'],
    [gc, 'GC'],
    [off, isCall ? 'asleep in a blocking call' : 'off CPU'],
  ]
  const told = parts.filter(([part]) => part >= worthTelling(ms))
  if (told.length === 0) return []
  const greatest = told.reduce((one, other) => (other[0] > one[0] ? other : one))
  greatest[0] += ms - told.reduce((sum, [part]) => sum + part, 0)
  if (told.length === 1) return [`${formatMs(ms)}, all of it ${greatest[1]}`]
  const figures = formatParts(
    ms,
    told.map(([part]) => part),
  )
  return [`${formatMs(ms)} = ${told.map(([, what], index) => `${figures[index]} ${what}`).join(' + ')}`]
}

/** What is told of a single stall. */
export interface Judged {
  longestStall: Stall
  noise: Pick<Noise, 'source'>
}

/** What the first call alone costs is told with the way to leave it out. */
function coldStart({ longestStall }: LoopReport): string[] {
  if (!wasLoading(longestStall)) return []
  const { loadingMs } = longestStall
  return [
    `${INDENT}${formatMs(loadingMs)} of it loading modules, as only a first call does (see the option \`warmup\`)`,
  ]
}

/** Whether the loading of modules was a part of a stall that is worth a line. */
export const wasLoading = ({ ms, loadingMs }: Stall): boolean =>
  loadingMs >= Math.max(WORTH_TELLING_MS, ms * WORTH_TELLING_SHARE)
