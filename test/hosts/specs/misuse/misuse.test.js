import { expect, test } from 'host'
import { cooperate } from './subjects.js'

test('not awaited', () => {
  expect(() => cooperate(2)).toNotBlockLoopFor(50)
})

test('after the one not awaited', async () => {
  await expect(() => cooperate(2)).toYieldToPoll()
})

test('.resolves', async () => {
  await expect(Promise.resolve(cooperate)).resolves.toNotBlockLoopFor(50)
})

test('.rejects', async () => {
  await expect(Promise.reject(new Error('no'))).rejects.toYieldToPoll()
})

test('a promise', async () => {
  await expect(cooperate(2)).toNotBlockLoopFor(50)
})

test('a number', async () => {
  await expect(42).toNotBlockLoopFor(50)
})

test('asymmetric', async () => {
  expect({ importCsv: cooperate }).toEqual({ importCsv: expect.toNotBlockLoopFor(50) })
})

test('asymmetric with .not', async () => {
  expect({ importCsv: cooperate }).toEqual({ importCsv: expect.not.toNotBlockLoopFor(50) })
})

test('budget -1', async () => {
  await expect(() => cooperate(2)).toNotBlockLoopFor(-1)
})

test('budget NaN', async () => {
  await expect(() => cooperate(2)).toBlockLoopFor(Number.NaN)
})

test('budget "50"', async () => {
  await expect(() => cooperate(2)).toNotBlockLoopFor('50')
})

test('budget Infinity', async () => {
  await expect(() => cooperate(2)).not.toBlockLoopFor(Number.POSITIVE_INFINITY)
})

test('no budget', async () => {
  await expect(() => cooperate(2)).toNotBlockLoopFor()
})

test('half a visit', async () => {
  await expect(() => cooperate(2)).toYieldAtLeast(0.5)
})

test('unknown option', async () => {
  await expect(() => cooperate(2)).toYieldToPoll({ timeLimit: 100 })
})

test('bad option', async () => {
  await expect(() => cooperate(2)).toNotBlockLoopFor(50, { timeout: 0 })
})

test('two not awaited', () => {
  expect(() => cooperate(2)).toNotBlockLoopFor(50)
  expect(() => cooperate(2)).toYieldToPoll()
})

test('after the two not awaited', async () => {
  await expect(() => cooperate(2)).toYieldToPoll()
})

test('an unknown built-in', async () => {
  await expect(() => cooperate(2)).toMakeNoSyncCalls({ allow: ['readFileSync'] })
})

test('a name that nothing has', async () => {
  await expect(() => cooperate(2)).toMakeNoSyncCalls({ allow: ['fs.readFile'] })
})

test('one name and no array', async () => {
  await expect(() => cooperate(2)).toMakeNoSyncCalls({ allow: 'fs.readFileSync' })
})

test('a floor below the ground', async () => {
  await expect(() => cooperate(2)).toMakeNoSyncCalls({ floor: -1 })
})

test('runs of what is judged once', async () => {
  await expect(() => cooperate(2)).toMakeNoSyncCalls({ runs: 3 })
})

test('a wait without an end', async () => {
  await expect(() => cooperate(2)).toLetTimersFire({ within: 0 })
})

test('half a time', async () => {
  await expect(() => cooperate(2)).toLetSocketsProgress({ atLeast: 0.5 })
})

test('an address that is none', async () => {
  await expect(() => cooperate(2)).toLetHttpRespond({ url: 'health' })
})

test('no server', async () => {
  await expect(() => cooperate(2)).toLetHttpRespond({ server: 3000 })
})

test('an odd percentile', async () => {
  await expect(() => cooperate(2)).toLetHttpRespond({ percentile: 0.99 })
})

test('more than all of the time', async () => {
  await expect(() => cooperate(2)).toKeepLoopUtilizationUnder(50)
})

test('a generator', async () => {
  async function* rows() {
    yield 1
  }
  await expect(() => rows()).toNotBlockLoopFor(50)
})
