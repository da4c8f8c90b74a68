import { expect, test } from 'vitest'
import type { MatcherContext } from '../../src/matchers/context.ts'
import { evidence } from '../../src/matchers/evidence.ts'
import { type Failure, failureMessage, misuseMessage } from '../../src/matchers/message.ts'
import { makeCanary, makeReport, makeStall } from '../support/reports.ts'

/** Helpers that make what they colour visible. */
const context: MatcherContext = {
  promise: '',
  utils: {
    matcherHint: (name, received, expected, options) =>
      `hint ${name} of ${received} with (${expected}) ${JSON.stringify(options)}`,
    EXPECTED_COLOR: (text) => `<e>${text}</e>`,
    RECEIVED_COLOR: (text) => `<r>${text}</r>`,
    DIM_COLOR: (text) => `<d>${text}</d>`,
  },
}

const failure: Failure = {
  matcher: 'toNotBlockLoopFor',
  args: '50',
  expected: 'the event loop free at least every 50 ms',
  received: 'blocked for 210 ms',
  advice: ['Give the loop a turn.', 'Or a worker the work.'],
  evidence: evidence(
    makeReport({
      durationMs: 280,
      stalls: [makeStall({ startMs: 42, ms: 210 })],
      canaries: { ...makeReport().canaries, socket: makeCanary({ longestWaitMs: 210 }) },
    }),
  ),
}

test('a failure: hint, expected and received, what was observed, the way out', () => {
  expect(`\n${failureMessage(context, failure)}\n`).toMatchInlineSnapshot(`
    "
    hint toNotBlockLoopFor of subject with (50) {"isNot":false,"promise":""}

    Expected: <e>the event loop free at least every 50 ms</e>
    Received: <r>blocked for 210 ms</r>

    <d>  0 ms ▁▁▁▁▁▁██████████████████████████████▁▁▁▁ 280 ms in all</d>
    <d>             └ 210 ms in one turn</d>
    <d>  210 ms, all of it on CPU</d>
    <d>  what waited: a socket</d>
      Give the loop a turn.
      Or a worker the work.
    "
  `)
})

test('a negated failure has no advice, and tells the host so', () => {
  const message = failureMessage({ ...context, isNot: true }, { ...failure, advice: [] })
  expect(message.split('\n')[0]).toBe('hint toNotBlockLoopFor of subject with (50) {"isNot":true,"promise":""}')
  expect(message.split('\n').at(-1)).toMatch(/<d>.*<\/d>$/)
})

test('with nothing observed and no advice it ends with what was received', () => {
  const message = failureMessage(context, { ...failure, advice: [], evidence: [] })
  expect(message).toMatchInlineSnapshot(`
    "hint toNotBlockLoopFor of subject with (50) {"isNot":false,"promise":""}

    Expected: <e>the event loop free at least every 50 ms</e>
    Received: <r>blocked for 210 ms</r>"
  `)
})

test('no line looks like a stack frame, because Jest would cut the message there', () => {
  for (const line of failureMessage(context, failure).split('\n')) expect(line).not.toMatch(/^\s+at /)
})

test('misuse is told in other words than a failure', () => {
  expect(misuseMessage(context, 'toYieldToPoll', '', 'Pass a function.')).toBe(
    'hint toYieldToPoll of subject with () {"isNot":false,"promise":""}\n\nMatcher error: Pass a function.',
  )
})
