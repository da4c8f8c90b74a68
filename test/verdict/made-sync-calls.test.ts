import { describe, expect, test } from 'vitest'
import type { LoopReport, SyncCall } from '../../src/report.ts'
import { madeSyncCalls, type Tolerance } from '../../src/verdict/made-sync-calls.ts'
import { makeReport } from '../support/reports.ts'

const site = { function: 'load', file: '/app/load.js', line: 3, column: 7, callers: [] }

const makeCall = (call: Partial<SyncCall> = {}): SyncCall => ({
  name: 'fs.readFileSync',
  count: 1,
  ms: 5,
  longestMs: 5,
  longestAtMostMs: 5,
  site,
  ...call,
})

const { site: _, ...unasked } = makeCall()

const ask = (report: Partial<LoopReport>, tolerance: Partial<Tolerance> = {}) =>
  madeSyncCalls(makeReport(report), { allow: [], floor: 0.1, ...tolerance })

describe('a call', () => {
  test.each<[string, SyncCall[], Partial<Tolerance>, string]>([
    ['none', [], {}, 'no'],
    ['a long one', [makeCall()], {}, 'yes'],
    ['several as long as the floor', [makeCall({ count: 2, longestMs: 0.1, longestAtMostMs: 0.1 })], {}, 'yes'],
    ['one that is hardly longer', [makeCall({ longestMs: 0.59, longestAtMostMs: 0.59 })], {}, 'unknown'],
    ['one that is longer than any interrupt', [makeCall({ longestMs: 0.6, longestAtMostMs: 0.6 })], {}, 'yes'],
    ['a shorter one', [makeCall({ longestMs: 0.099, longestAtMostMs: 0.099 })], {}, 'no'],
    ['one that the machine may have made long', [makeCall({ longestMs: 0.01, longestAtMostMs: 8 })], {}, 'unknown'],
    ['any at all, where the floor is 0', [makeCall({ longestMs: 0, longestAtMostMs: 0 })], { floor: 0 }, 'yes'],
    ['one that is allowed', [makeCall()], { allow: ['JSON.parse', 'fs.readFileSync'] }, 'no'],
    ['one beside those allowed', [makeCall(), makeCall({ name: 'JSON.parse' })], { allow: ['JSON.parse'] }, 'yes'],
    ['a long one that came from nobody knows where', [unasked], {}, 'unknown'],
    ['short ones that came from nobody knows where', [{ ...unasked, longestAtMostMs: 0.05 }], {}, 'no'],
  ])('%s: %s', (_what, syncCalls, tolerance, finding) => {
    expect(ask({ syncCalls }, tolerance)).toBe(finding)
  })
})

describe('two long calls', () => {
  const short = { ...unasked, count: 20, longestMs: 0.01, longestAtMostMs: 0.01 }
  const moments = makeCall({ count: 2, longestMs: 0.3, longestAtMostMs: 0.3 })

  test.each<[string, SyncCall[], Partial<Tolerance>, string]>([
    ['among many short ones may be interrupts', [short, moments], {}, 'unknown'],
    ['among many of another built-in are none', [{ ...short, name: 'fs.existsSync' }, moments], {}, 'yes'],
    ['among a few short ones are none', [{ ...short, count: 19 }, moments], {}, 'yes'],
    ['that are too long are none', [short, { ...moments, longestMs: 0.6, longestAtMostMs: 0.6 }], {}, 'yes'],
    ['are what they are where the floor is 0', [short, moments], { floor: 0 }, 'yes'],
  ])('%s', (_what, syncCalls, tolerance, finding) => {
    expect(ask({ syncCalls }, tolerance)).toBe(finding)
  })
})

describe('what could not be followed', () => {
  test('leaves it open', () => {
    expect(ask({ syncCallsUnseen: ['JSON.parse'] })).toBe('unknown')
  })

  test('does not matter when it is allowed', () => {
    expect(ask({ syncCallsUnseen: ['JSON.parse'] }, { allow: ['JSON.parse'] })).toBe('no')
  })

  test('does not matter when others were called', () => {
    expect(ask({ syncCallsUnseen: ['JSON.parse'], syncCalls: [makeCall()] })).toBe('yes')
  })
})
