import { afterEach, expect, test } from 'vitest'
import { nextTurn, now, pollVisits } from '../../src/realm.ts'
import type { Guard } from '../../src/turns/mark.ts'
import { allCalledBack, prepareBeforePoll } from '../../src/turns/poll-entry.ts'
import { PollGuard } from '../../src/turns/poll-guard.ts'

interface Made {
  guard: Guard
  visits: number
}

const BUSY = { idleMs: 0, place: 'before', busyMs: 5 } as const
const ASLEEP = { idleMs: 1, place: 'behind', busyMs: 0 } as const

let marks: Made[] = []
const guard = new PollGuard((_atMs, worth, own) => {
  marks.push({ guard: worth, visits: pollVisits() })
  own?.()
})

afterEach(async () => {
  guard.stop()
  await allCalledBack()
  marks = []
})

test('a mark that asks to be called back before poll is worth nothing itself: what is, is the one that comes', async () => {
  await prepareBeforePoll()
  await nextTurn()
  const visits = pollVisits()
  expect(guard.atCheck({ ...BUSY, atMs: now() })).toBe('none')
  expect(marks).toEqual([])
  await allCalledBack()
  expect(marks).toEqual([{ guard: 'full', visits }])
})

test('asked too often in a ms, it sets a timer, which asks in the timers phase', async () => {
  await prepareBeforePoll()
  await nextTurn()
  const atMs = now() + 1000
  const first = [1, 2, 3, 4].map(() => guard.atCheck({ ...BUSY, atMs }))
  expect(first).toEqual(['none', 'none', 'none', 'full'])
  const made = (worth: Guard): Made | undefined => marks.findLast((mark) => mark.guard === worth)
  while (!made('none')) await nextTurn()
  await allCalledBack()
  expect(made('full')!.visits).toBe(made('none')!.visits)
})

test('a loop that slept and has nothing to do is asked once in a ms, and left to sleep on', async () => {
  await prepareBeforePoll()
  await nextTurn()
  const atMs = now() + 2000
  expect([1, 2, 3].map(() => guard.atCheck({ ...ASLEEP, atMs }))).toEqual(['none', 'if undisturbed', 'if undisturbed'])
  await allCalledBack()
  expect(marks.map((mark) => mark.guard)).toEqual(['full'])
})
