import { unexpected } from '../bad-input.ts'
import { BLOCKING_BUILT_INS, type BlockingBuiltIn } from '../blame/blocking-built-ins.ts'
import type { CallSite, LoopReport, SyncCall } from '../report.ts'
import { scaled } from '../settings.ts'
import { opposite } from '../verdict/finding.ts'
import { certainCalls, madeSyncCalls, possibleCalls, type Tolerance } from '../verdict/made-sync-calls.ts'
import { asynchronousForm } from './asynchronous-forms.ts'
import { formatBudget } from './budget.ts'
import { defineMatcher, type Matcher, type MatcherOptions } from './define-matcher.ts'
import { basis } from './evidence.ts'
import { culprit, describeCalls, describeSite, inColumns } from './sites.ts'
import { count, formatMs } from './units.ts'

/** Options of `toMakeNoSyncCalls`. One call of the function is judged. */
export interface NoSyncCallsOptions extends Omit<MatcherOptions, 'runs'> {
  /**
   * Built-ins that may be called, by their names in the messages.
   *
   * @default []
   */
  allow?: readonly BlockingBuiltIn[]
  /**
   * The shortest call that counts, in ms. With 0 every call does, and no clock is involved.
   *
   * @default 0.1
   */
  floor?: number
}

const DEFAULT_FLOOR_MS = 0.1

/** More of them would say the same again. */
const MAX_LINES = 10
const MAX_ADVICE = 3

/** Passes when the subject calls none of Node's blocking built-ins for as long as the floor. */
export const toMakeNoSyncCalls: Matcher<[], NoSyncCallsOptions> = defineMatcher<[], NoSyncCallsOptions>(
  'toMakeNoSyncCalls',
  0,
  ({ allow = [], floor: asked = DEFAULT_FLOOR_MS } = {}) => {
    checkAllow(allow)
    const floor = scaled(asked)
    const tolerance: Tolerance = { allow, floor }
    const long = floor > 0 ? ` that takes ${formatBudget(asked)} or longer` : ''
    const but = allow.length > 0 ? `, but for ${allow.join(', ')}` : ''
    const found = (report: LoopReport): SyncCall[] => {
      const certain = certainCalls(report, tolerance)
      return certain.length > 0 ? certain : possibleCalls(report, tolerance)
    }
    return {
      args: '',
      // Canaries would only be in the way.
      watch: { canaries: [], floor },
      ask: (report) => opposite[madeSyncCalls(report, tolerance)],
      expected: `no call of a blocking built-in${long}${but}`,
      expectedNot: `a call of a blocking built-in${long}${but}`,
      received: (report) => describeFound(found(report), report),
      doubt: (report) => describeDoubt(found(report), report),
      evidence: (report) => [
        ...inColumns(
          found(report)
            .slice(0, MAX_LINES)
            .map((call) => [describeCall(call), formatMs(call.ms)]),
        ),
        ...basis(report),
      ],
      culprit: (report): CallSite | undefined => found(report)[0]?.site ?? culprit(report),
      advice: (report) => adviceOn(found(report)),
    }
  },
  { takes: ['allow', 'floor'], refuses: ['runs'] },
)

/** @throws TypeError when the option `allow` is not a list of names. */
function checkAllow(allow: unknown): void {
  const examples = "such as 'fs.readFileSync' or 'JSON.parse'"
  if (!Array.isArray(allow)) throw unexpected('the `allow` option', `an array of names ${examples}`, allow)
  const names: readonly string[] = BLOCKING_BUILT_INS
  for (const name of allow) {
    if (names.includes(name)) continue
    const error = unexpected('the `allow` option', `made of names of blocking built-ins ${examples}`, name)
    const meant = names.find((known) => known.endsWith(`.${name}`))
    throw meant ? new TypeError(`${error.message}. Did you mean '${meant}'?`) : error
  }
}

function describeFound([costliest, ...others]: SyncCall[], { outcome, durationMs }: LoopReport): string {
  const stopped = outcome.kind === 'stopped' ? `stopped after ${formatMs(durationMs)}, with ` : ''
  if (!costliest) return `${stopped}no such call`
  const more = others.reduce((sum, call) => sum + call.count, 0)
  return `${stopped}${describeCall(costliest)} for ${formatMs(costliest.ms)}${more > 0 ? `, and ${count(more, 'more call')}` : ''}`
}

function describeDoubt([costliest]: SyncCall[], { syncCallsUnseen }: LoopReport): string {
  if (!costliest) return `calls of ${syncCallsUnseen.join(', ')} could not be followed`
  const { site, longestMs, longestAtMostMs } = costliest
  if (!site) return 'it is not known where they came from'
  if (longestMs >= longestAtMostMs)
    return 'an interrupt can hold up one call for as long; with `floor: 0` every call counts'
  return `the machine took up to ${formatMs(longestAtMostMs - longestMs)} of ${formatMs(longestAtMostMs)}`
}

const describeCall = ({ site, ...call }: SyncCall): string =>
  site ? describeSite({ ...site, call }) : describeCalls(call)

function adviceOn(calls: SyncCall[]): string[] {
  const names = [...new Set(calls.map(({ name }) => name))].slice(0, MAX_ADVICE)
  const advice = names.map((name) => {
    const form = asynchronousForm(name)
    if (form) return `Instead of ${name}, use ${form}.`
    return `${name} has no asynchronous form: give it less at a time, or move it to a worker.`
  })
  return [...advice, 'A call that is meant to block can be named in `allow`.']
}
