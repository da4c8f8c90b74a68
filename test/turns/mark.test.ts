import { describe, expect, test } from 'vitest'
import { type Mark, type Place, placeBetween } from '../../src/turns/mark.ts'

const from: Mark = { atMs: 0, idleMs: 0, visits: 7, events: 3, isInPoll: false, guard: 'none' }

const NEXT_VISIT = { visits: 8 }
const SERVED = { visits: 8, events: 4 }
const IN_CALLBACK = { visits: 8, isInPoll: true }

/** What the marks say, whether the first one was guarded, how long the loop was busy between them, and where that time lies. */
const table: [string, Partial<Mark>, Mark['guard'], number, Place][] = [
  ['poll was not visited', {}, 'none', 20, 'same'],
  ['poll was not visited, on guard', {}, 'full', 20, 'same'],
  ['events of an earlier visit are counted', { events: 4 }, 'full', 20, 'same'],
  ['poll served nothing', NEXT_VISIT, 'none', 20, 'before'],
  ['poll served nothing, on guard', NEXT_VISIT, 'full', 20, 'before'],
  ['poll was visited more than once and served nothing', { visits: 10 }, 'full', 20, 'before'],
  ['poll served something, on guard', SERVED, 'full', 20, 'behind'],
  ['poll served something', SERVED, 'none', 20, 'either'],
  ['poll served something, in no time', SERVED, 'none', 0.5, 'before'],
  ['poll served something, behind a sleep for which all was calm', { ...SERVED, idleMs: 1 }, 'calm', 20, 'behind'],
  ['poll served something, where all was calm and the loop did not sleep', SERVED, 'calm', 20, 'either'],
  ['in a callback of poll, on guard', IN_CALLBACK, 'full', 20, 'behind'],
  ['in a callback of poll', IN_CALLBACK, 'none', 20, 'either'],
]

describe('the time between two marks', () => {
  test.each(table)('%s', (_what, to, guard, busyMs, place) => {
    expect(placeBetween({ ...from, guard }, { ...from, atMs: busyMs, ...to }, busyMs)).toBe(place)
  })
})
