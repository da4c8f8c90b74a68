import { expect, test } from 'vitest'
import { isWorthAnother } from '../../src/matchers/judge.ts'
import type { Question } from '../../src/matchers/question.ts'
import type { LoopReport } from '../../src/report.ts'
import { DETECTOR_LOST } from '../../src/sentinel/lost.ts'
import type { Finding } from '../../src/verdict/finding.ts'
import { makeReport } from '../support/reports.ts'

const question = (finding: Finding, judges: Question['judges'] = []): Question => ({
  args: '50',
  watch: {},
  ask: () => finding,
  expected: '',
  expectedNot: '',
  received: () => '',
  judges,
  advice: [],
})

const thrown = new Error('own')
const lost = { limitations: [DETECTOR_LOST] }

/** What is known, the question, whether it is the `.not` form, and whether to watch once more. */
const table: [string, Partial<LoopReport>, Question, boolean, boolean][] = [
  ['a clear pass', {}, question('yes'), false, false],
  ['a clear failure', {}, question('no'), false, false],
  ['a narrow failure', {}, { ...question('no'), isClose: () => true }, false, true],
  ['a narrow failure of the opposite', {}, { ...question('yes'), isClose: () => true }, true, true],
  ['a narrow pass', {}, { ...question('yes'), isClose: () => true }, false, false],
  ['nobody can tell', {}, question('unknown'), false, true],
  ['nobody can tell the opposite', {}, question('unknown'), true, true],
  ['nothing was seen, by one who was not there', lost, question('yes'), false, true],
  ['nothing was seen of what must not be, by one who was not there', lost, question('no'), true, true],
  ['a block was seen before the watcher was lost', lost, question('no'), false, false],
  [
    'an error of the function’s own',
    { outcome: { kind: 'threw', thrown } as never },
    question('unknown'),
    false,
    false,
  ],
  ['it did not end', { outcome: { kind: 'pending', afterMs: 9 } }, question('unknown'), false, false],
  [
    'it did not end, as it may',
    { outcome: { kind: 'pending', afterMs: 9 } },
    question('unknown', ['pending']),
    false,
    true,
  ],
]

test.each(table)('%s: is another watch worth it?', (_what, report, asked, isNot, expected) => {
  expect(isWorthAnother(asked, makeReport(report), isNot)).toBe(expected)
})
