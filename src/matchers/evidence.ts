import type { CanaryName, LoopReport } from '../report.ts'
import { timeline } from './timeline.ts'
import { formatMs } from './units.ts'

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
    ...waits(report),
    ...anatomy(report),
    ...report.verdictBasis.map((line) => INDENT + line),
  ]
}

function waits({ canaries, longestStall }: LoopReport): string[] {
  const waited = waiters.flatMap(([name, noun]) => {
    const longest = canaries[name]?.longestWaitMs ?? 0
    return longest >= Math.max(1, longestStall.ms * WORTH_TELLING_SHARE) ? [`${noun} ${formatMs(longest)}`] : []
  })
  return waited.length > 0 ? [`${INDENT}what waited: ${waited.join(' · ')}`] : []
}

function anatomy({ longestStall, noise }: LoopReport): string[] {
  const { ms, wallMs, cpuMs, gcMs, descheduledMs } = longestStall
  if (ms < 1) return []
  // A pause of the collector is wall time, and the machine may have run something else in it.
  const gc = Math.min(gcMs * (ms / wallMs), ms)
  const onCpu = Math.max(0, Math.min(cpuMs, ms) - gc)
  const asleep = noise.source === 'schedstat' ? ms - gc - onCpu : 0
  const parts = [
    [onCpu, 'on CPU'],
    [gc, 'GC'],
    [asleep >= ms * WORTH_TELLING_SHARE ? asleep : 0, 'asleep in a blocking call'],
  ] as const
  const told = parts.filter(([part]) => part >= WORTH_TELLING_MS).map(([part, what]) => `${formatMs(part)} ${what}`)
  const own = told.length > 0 ? `${formatMs(ms)} = ${told.join(' + ')}` : ''
  const machine =
    descheduledMs >= WORTH_TELLING_MS ? `${formatMs(descheduledMs)} more was the machine's (not counted)` : ''
  const line = [own, machine].filter(Boolean).join('; ')
  return line ? [INDENT + line] : []
}
