import { stat } from 'node:fs'
import { expect, test } from 'vitest'
import { type WatchOptions, watchLoop } from '../../src/index.ts'
import { burntMs, Ledger, TICK_MS } from '../support/burn.ts'

test.each<[string, (ledger: Ledger, done: () => void) => void]>([
  [
    'in the callback that settled it',
    (ledger, done) =>
      setImmediate(() => {
        done()
        ledger.burn(30)
      }),
  ],
  [
    'in another callback of the same phase',
    (ledger, done) => {
      setImmediate(done)
      setImmediate(() => ledger.burn(30))
    },
  ],
  [
    'in a tick',
    (ledger, done) =>
      setImmediate(() => {
        done()
        process.nextTick(() => ledger.burn(30))
      }),
  ],
  [
    'in a microtask',
    (ledger, done) =>
      setImmediate(() => {
        done()
        Promise.resolve()
          .then(Date)
          .then(Date)
          .then(Date)
          .then(() => ledger.burn(30))
      }),
  ],
  [
    'in a later phase of the same turn',
    (ledger, done) =>
      stat('.', () => {
        setImmediate(() => ledger.burn(30))
        done()
      }),
  ],
])('work in the same turn after it is counted: %s', async (_where, program) => {
  const ledger = new Ledger()
  const { longestStall } = await watchLoop(() => new Promise<void>((resolve) => program(ledger, resolve)))
  expect(ledger.burns).toHaveLength(1)
  expect(longestStall.ms).toBeGreaterThan(30 - TICK_MS)
})

test.each<[string, WatchOptions]>([
  ['with canaries', {}],
  ['without canaries', { canaries: [] }],
])('work in the next turn is not counted, %s', async (_name, options) => {
  const ledger = new Ledger()
  const { longestStall, outcome } = await watchLoop(() => void setImmediate(() => ledger.burn(30)), options)
  expect(outcome.kind).toBe('returned')
  expect(burntMs(longestStall)).toBeLessThan(15)
})
