import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nextTurn, now, pollVisits } from '../../src/realm.ts'
import { PollEntry } from '../../src/turns/poll-entry.ts'
import { PollGuard } from '../../src/turns/poll-guard.ts'
import { sleep } from '../support/waits.ts'

interface Made {
  isAtPoll: boolean
  visits: number
}

let entry: PollEntry
let guard: PollGuard
let marks: Made[] = []

beforeEach(async () => {
  marks = []
  entry = await PollEntry.load()
  guard = new PollGuard(entry, (_atMs, isAtPoll, own) => {
    marks.push({ isAtPoll, visits: pollVisits() })
    own?.()
  })
  await nextTurn()
})

afterEach(async () => {
  guard.stop()
  await entry.close()
})

test('a mark is made right before the poll that comes next', async () => {
  const visits = pollVisits()
  guard.atCheck(now())
  expect(marks).toEqual([])
  await nextTurn()
  expect(marks).toEqual([{ isAtPoll: true, visits }])
})

test('asked twice in a turn, it makes one mark', async () => {
  guard.atCheck(now())
  guard.atCheck(now())
  await nextTurn()
  await nextTurn()
  expect(marks).toHaveLength(1)
})

test('asked too often in a ms, it sets a timer, which asks in the timers phase', async () => {
  const atMs = now() + 1000
  for (let turn = 0; turn < 8; turn++) {
    guard.atCheck(atMs)
    await nextTurn()
  }
  expect(marks.map(({ isAtPoll }) => isAtPoll)).toEqual(new Array(8).fill(true))
  guard.atCheck(atMs)
  while (marks.length < 10) await nextTurn()
  const [atTimer, atPoll] = marks.slice(8)
  expect(atTimer!.isAtPoll).toBe(false)
  expect(atPoll).toEqual({ ...atTimer, isAtPoll: true })
})

test('to be called back is no reason for the loop to turn: it sleeps on', async () => {
  const ROUNDS = 50
  const visits = pollVisits()
  for (let round = 0; round < ROUNDS; round++) {
    guard.start()
    await sleep(2)
  }
  expect(marks.filter(({ isAtPoll }) => isAtPoll)).toHaveLength(ROUNDS)
  // One for each sleep, and few where somebody else wakes the loop: with a turn for each call it would be twice as many.
  expect(pollVisits() - visits).toBeLessThan(1.5 * ROUNDS)
})

test.runIf(process.platform === 'linux')('nothing is left of it, even where it was still to call back', async () => {
  const files = (): number => readdirSync('/proc/self/fd').length
  const before = files()
  guard.atCheck(now())
  expect(files()).toBe(before + 1)
  await entry.close()
  expect(marks).toEqual([])
  expect(files()).toBe(before)
})
