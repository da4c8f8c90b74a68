import { expect, test } from 'vitest'
import { describeBlock } from '../../src/matchers/to-not-block-loop-for.ts'
import type { LoopReport, Site } from '../../src/report.ts'
import { makeReport, makeStall } from '../support/reports.ts'

const site = (name: string, share = 1): Site => ({
  function: name,
  file: `${process.cwd()}/src/a.js`,
  line: 7,
  column: 1,
  callers: [],
  share,
})
const stalls = [
  makeStall({ ms: 73 }),
  makeStall({ ms: 66, sites: [site('rest', 0.2)] }),
  makeStall({ ms: 62, sites: [site('parse')] }),
  makeStall({ ms: 40, sites: [site('innocent')] }),
]
const tell = (report: Partial<LoopReport>, budgetMs?: number) => describeBlock(makeReport(report), budgetMs)

test.each([
  ['the longest stall is named', { stalls: [...stalls.slice(2)] }, 50, 'blocked for 62 ms by parse (src/a.js:7)'],
  [
    'only another one is, that was too long as well',
    { stalls },
    50,
    'blocked for 73 ms; another time for 62 ms by parse (src/a.js:7)',
  ],
  ['the others were not too long', { stalls: [stalls[0]!, stalls[3]!] }, 50, 'blocked for 73 ms'],
  ['nobody asks for the others', { stalls }, undefined, 'blocked for 73 ms'],
  [
    'what was stopped is another matter',
    { stalls, outcome: { kind: 'stopped', afterMs: 73 } as const },
    50,
    'stopped after 73 ms: it never handed back to the event loop',
  ],
])('%s', (_what, report, budgetMs, told) => {
  expect(tell(report, budgetMs)).toBe(told)
})
