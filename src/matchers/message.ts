import { type MatcherContext, withOwnMessage } from './context.ts'

/** What a failure message is made of. */
export interface Failure {
  matcher: string
  /** The matcher's arguments as written, for the hint line. */
  args: string
  expected: string
  received: string
  /** What was observed, line by line. */
  evidence: readonly string[]
  /** The way out, one sentence each. */
  advice: readonly string[]
}

/** The one layout of all failures: hint line, expected and received, what was observed, the way out. */
export function failureMessage(context: MatcherContext, failure: Failure): string {
  const { EXPECTED_COLOR, RECEIVED_COLOR, DIM_COLOR } = context.utils
  const { expected, received, evidence, advice } = failure
  return [
    hint(context, failure.matcher, failure.args),
    '',
    `Expected: ${EXPECTED_COLOR(expected)}`,
    `Received: ${RECEIVED_COLOR(received)}`,
    '',
    ...evidence.map((line) => DIM_COLOR(line)),
    ...advice.map((line) => `  ${line}`),
  ]
    .join('\n')
    .trimEnd()
}

/** For misuse, which is a different thing from a failed assertion. */
export function misuseMessage(context: MatcherContext, matcher: string, args: string, problem: string): string {
  return `${hint(context, matcher, args)}\n\nMatcher error: ${problem}`
}

function hint(context: MatcherContext, matcher: string, args: string): string {
  const { isNot = false, promise = '' } = context
  return withOwnMessage(context, context.utils.matcherHint(matcher, 'subject', args, { isNot, promise }))
}
