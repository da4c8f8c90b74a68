import { expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { burn } from '../support/burn.ts'
import { immediate } from '../support/waits.ts'

/** A look takes CPU time, which a burn would take for its own: so nobody looks. */
const budget = 1000

/** A subject that burns another amount in each call. */
function burning(...amounts: number[]) {
  const left = [...amounts]
  return { left, subject: () => burn(left.shift()!) }
}

/** The places of the numbers in rising order. */
const ranks = (numbers: number[]) =>
  numbers.map((number) => numbers.toSorted((one, other) => one - other).indexOf(number))

test('of an odd number of runs the report is that of the median', async () => {
  const { left, subject } = burning(40, 2, 20)
  const { longestStall, longestStallsMs } = await watchLoop(subject, { runs: 3, budget })
  expect(left).toEqual([])
  expect(ranks(longestStallsMs)).toEqual([2, 0, 1])
  expect(longestStall.ms).toBe(longestStallsMs[2])
})

test('of an even number of runs it is the longer one of the two in the middle', async () => {
  const { subject } = burning(2, 60, 40, 20)
  const { longestStall, longestStallsMs } = await watchLoop(subject, { runs: 4, budget })
  expect(ranks(longestStallsMs)).toEqual([0, 3, 2, 1])
  expect(longestStall.ms).toBe(longestStallsMs[2])
})

test('one run has one longest stall', async () => {
  const { longestStall, longestStallsMs } = await watchLoop(() => {})
  expect(longestStallsMs).toEqual([longestStall.ms])
})

test('warm-ups are called and not counted', async () => {
  const { left, subject } = burning(40, 40, 2)
  const { longestStall, longestStallsMs } = await watchLoop(subject, { warmup: 2 })
  expect(left).toEqual([])
  expect(longestStallsMs).toHaveLength(1)
  expect(longestStall.ms).toBeLessThan(30)
})

test('every run begins anew', async () => {
  let call = 0
  const { pollVisits, stalls } = await watchLoop(
    async () => {
      call++
      for (let turn = 0; turn < 2; turn++) await immediate()
    },
    { runs: 5, warmup: 1, canaries: [] },
  )
  expect(call).toBe(6)
  expect(pollVisits).toBe(2)
  expect(stalls.length).toBeLessThanOrEqual(3)
})

test.each([
  [1, 'the warm-up'],
  [2, 'the first run'],
  [3, 'a later run'],
])('a failure in call %d, %s, ends the watch', async (failing) => {
  let call = 0
  const subject = () => {
    call++
    if (call === failing) throw new Error(`call ${call}`)
  }
  const { outcome } = await watchLoop(subject, { warmup: 1, runs: 5 })
  expect(outcome).toMatchObject({ kind: 'threw', error: { message: `call ${failing}` } })
  expect(call).toBe(failing)
})
