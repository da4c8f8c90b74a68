import type { LoopReport, Position } from '../report.ts'
import { DETECTOR_LOST } from '../sentinel/lost.ts'
import { isCutShort } from '../verdict/cut-short.ts'
import { toVerdict, type Verdict } from '../verdict/finding.ts'
import { CUT_SHORT } from '../watch/limits.ts'
import { addCause } from './add-cause.ts'
import type { Anchor } from './anchor.ts'
import type { MatcherContext, MatcherResult } from './context.ts'
import { evidence } from './evidence.ts'
import { noteInconclusive } from './inconclusive.ts'
import { failureMessage, misuseMessage } from './message.ts'
import type { Question } from './question.ts'
import { culprit } from './sites.ts'
import { formatMs } from './units.ts'
import { unread } from './unread.ts'
import { describeCount } from './visits.ts'

/** Whose time was over when the function had not settled: what the test had left, or the assertion's own `timeout`. */
export type TimeLimit = 'test' | 'timeout'

const pendingAdvice = (limit: TimeLimit): string[] => [
  `Raise ${limit === 'test' ? 'the time limit of the test' : '`timeout`'} if it may take longer. For a function that goes on for ever there is toKeepYieldingFor(ms).`,
]
const STOPPED_ADVICE = [
  'It did not settle, but had to be stopped: raise `stopAfter` if it may take longer. To document that it never ends there is toStarveLoop().',
]

/**
 * Makes of a report what the runner expects of a matcher: a pass, a failure, or a pass with a warning.
 *
 * @throws the function's own error where it had one, and a failure with the place to blame
 */
export async function judge(
  context: MatcherContext,
  matcher: string,
  question: Question,
  watched: LoopReport,
  strict: boolean,
  anchor: Anchor,
  limit: TimeLimit,
): Promise<MatcherResult> {
  const { isNot = false } = context
  const report = question.focus?.(watched) ?? watched
  const { outcome } = report
  const verdict = verdictOn(question, report, isNot)
  const ownAdvice = verdict === 'fail' && !isNot ? adviceOf(question, report) : []
  const expected = isNot ? question.expectedNot : question.expected
  const describe = (received: string, advice = ownAdvice): string =>
    failureMessage(context, {
      matcher,
      args: question.args,
      expected,
      received,
      evidence: question.evidence?.(report) ?? evidence(report, question.tooLongMs),
      advice,
    })
  const site = (question.culprit ?? culprit)(report)
  const blamed: Position[] = site && (verdict === 'fail' || outcome.kind === 'stopped') ? [site, ...site.callers] : []
  const fail = (received: string, advice?: readonly string[]): Error => {
    const message = describe(received, advice)
    return anchor.stamp(context.toError?.(message, { expected, received }) ?? new Error(message), blamed)
  }

  if (outcome.kind === 'threw' || outcome.kind === 'rejected') {
    if (verdict === 'fail') addCause(outcome.thrown, fail(question.received(report)))
    throw outcome.thrown
  }
  if (outcome.kind === 'pending' && !isJudged(question, 'pending')) {
    const { virtualMs } = report
    const waited = virtualMs === undefined ? formatMs(outcome.afterMs) : `${formatMs(virtualMs)} of virtual time`
    throw fail(`still pending after ${waited}, ${describeCount(report)}`, pendingAdvice(limit))
  }
  if (outcome.kind === 'stopped' && verdict !== 'fail' && !isJudged(question, 'stopped') && !isCutShort(report)) {
    throw fail(question.received(report), STOPPED_ADVICE)
  }
  if (verdict === 'fail') throw fail(question.received(report))
  const seeksBlocking = (question.documentsBlocking ?? false) !== isNot
  const handedOut = seeksBlocking ? undefined : unread(report)
  if (handedOut) {
    throw anchor.stamp(
      new TypeError(misuseMessage(context, matcher, question.args, `The function returned ${handedOut}.`)),
    )
  }
  if (verdict === 'inconclusive') {
    const doubt = isLost(report) ? DETECTOR_LOST : isCutShort(report) ? CUT_SHORT : question.doubt?.(report)
    const why = `${question.received(report)}${doubt ? `; ${doubt}` : ''}`
    const received = `inconclusive: ${why}`
    if (strict) throw fail(received)
    await noteInconclusive(context, { matcher, why }, describe(received), anchor.place)
  }
  return passed(context)
}

const isJudged = ({ judges }: Question, kind: 'pending' | 'stopped'): boolean => judges?.includes(kind) ?? false

/** Whether to watch again may bring another verdict: there was none, or a narrow failure. */
export function isWorthAnother(question: Question, watched: LoopReport, isNot: boolean): boolean {
  const { kind } = watched.outcome
  if (kind === 'threw' || kind === 'rejected') return false
  if ((kind === 'pending' || kind === 'stopped') && !isJudged(question, kind) && !isCutShort(watched)) return false
  const report = question.focus?.(watched) ?? watched
  const verdict = verdictOn(question, report, isNot)
  return verdict === 'inconclusive' || (verdict === 'fail' && (question.isClose?.(report) ?? false))
}

function verdictOn(question: Question, report: LoopReport, isNot: boolean): Verdict {
  // Nobody knows what it would have done; what it had done by then some questions know to judge.
  if (isCutShort(report) && !isJudged(question, 'stopped')) return 'inconclusive'
  const verdict = toVerdict(question.ask(report), !isNot)
  // Who has seen nothing because he was not there must not say that there was nothing.
  return verdict === 'pass' && isLost(report) ? 'inconclusive' : verdict
}

const isLost = ({ limitations }: LoopReport): boolean => limitations.includes(DETECTOR_LOST)

const adviceOf = ({ advice }: Question, report: LoopReport): readonly string[] =>
  typeof advice === 'function' ? advice(report) : advice

/** What runners take for a pass, also of the `.not` form. */
export const passed = (context: MatcherContext): MatcherResult => ({ pass: !context.isNot, message: () => '' })
