import { relative, sep } from 'node:path'
import type { BuiltInCalls, LoopReport, Position, Site, Stall } from '../report.ts'
import { formatBytes, formatMs, formatParts } from './units.ts'

/** `parseRows (src/csv.ts:42)`, or `JSON.parse (38 MB) ← loadIndex (src/csv.ts:18)` where it is known what was called there. */
export function describeSite({ call, ...place }: Position & { call?: BuiltInCalls }): string {
  const { function: name, file, line } = place
  const where = `${name || 'an anonymous function'} (${shortPath(file)}:${line})`
  return call ? `${describeCalls(call)} ← ${where}` : where
}

/** `JSON.parse (38 MB)`, or `crypto.pbkdf2Sync × 3 (60,000 iterations)` */
export function describeCalls({ name, count, bytes, iterations }: BuiltInCalls): string {
  const times = count === 1 ? '' : ` × ${count.toLocaleString('en-US')}`
  const amount = [
    ...(bytes === undefined ? [] : [formatBytes(bytes)]),
    ...(iterations === undefined ? [] : [`${iterations.toLocaleString('en-US')} iterations`]),
  ]
  return `${name}${times}${amount.length > 0 ? ` (${amount.join(', ')})` : ''}`
}

/** `stopped after 1004 ms: parseRows (src/csv.ts:42) never handed back to the event loop` */
export const describeStop = (ms: number, site: Site | undefined): string =>
  `stopped after ${formatMs(ms)}: ${site ? describeSite(site) : 'it'} never handed back to the event loop`

/** What filled the greatest part of the longest stall, unless nobody knows what filled a greater one. */
export const culprit = ({ longestStall }: LoopReport): Site | undefined => culpritOf(longestStall)

/** The longest stall of `ms` or more of which it is known what filled it: a look may have come too late for the longest of all. */
export function knownStall({ stalls, outcome }: LoopReport, ms: number): { ms: number; site: Site } | undefined {
  if (outcome.kind === 'stopped') return undefined
  const known = stalls.find((stall) => stall.ms >= ms && culpritOf(stall))
  return known && { ms: known.ms, site: culpritOf(known)! }
}

/** The place to blame for stalls of `ms` or more: that of the longest one, or of one that is known where that is not. */
export const culpritFrom = (report: LoopReport, ms: number): Site | undefined =>
  culprit(report) ?? knownStall(report, ms)?.site

/** What filled the greatest part of a stall, unless nobody knows what filled a greater one. */
export function culpritOf({ sites }: Stall): Site | undefined {
  const knownShare = sites.reduce((sum, { share }) => sum + share, 0)
  const [site] = sites
  return site && site.share >= 1 - knownShare ? site : undefined
}

/** A smaller part of a stall is not worth a line. */
const WORTH_A_LINE = 0.01

/** One place that filled so much is told in the `Received` line already. */
const NEARLY_ALL = 0.9

/** The places that blocked, each with its part of the stall. */
export function siteList({ ms, sites }: Stall): string[] {
  const told = sites.filter(({ share }) => share >= WORTH_A_LINE)
  if (told.length === 0 || (told.length === 1 && told[0]!.share > NEARLY_ALL)) return []
  const figures = formatParts(
    ms,
    told.map(({ share }) => share * ms),
  )
  return inColumns(told.map((site, index) => [describeSite(site), figures[index]!]))
}

/** Rows of as many cells, each column as wide as its widest one. */
export function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd())
}

/** As the user would write it; a place outside of the working directory keeps its whole path. */
function shortPath(file: string): string {
  const path = relative(process.cwd(), file)
  return path === '' || path.startsWith('..') ? file : path.split(sep).join('/')
}
