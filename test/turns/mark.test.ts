import { describe, expect, test } from 'vitest'
import { type Mark, type Place, placeBetween } from '../../src/turns/mark.ts'

const from: Mark = { atMs: 0, idleMs: 0, visits: 7, events: 3, isAtPoll: false }

const AT_POLL = { isAtPoll: true }
const NEXT_VISIT = { visits: 8 }
const SERVED = { visits: 8, events: 4 }

/** What the first mark says, and the second one, how long the loop was busy between them, and where that time lies. */
const table: [string, Partial<Mark>, Partial<Mark>, wallMs: number, Place][] = [
  ['poll was not visited', {}, {}, 20, 'same'],
  ['poll was not visited, and comes next', AT_POLL, {}, 20, 'same'],
  ['events of an earlier visit are counted', AT_POLL, { events: 4 }, 20, 'same'],
  ['poll served nothing', {}, NEXT_VISIT, 20, 'before'],
  ['poll came next, and served nothing', AT_POLL, NEXT_VISIT, 20, 'before'],
  ['poll was visited more than once and served nothing', AT_POLL, { visits: 10 }, 20, 'before'],
  ['poll came next, and served something', AT_POLL, SERVED, 20, 'behind'],
  ['poll served something', {}, SERVED, 20, 'either'],
  ['poll served something, in no time', {}, SERVED, 0.5, 'before'],
]

describe('the time between two marks', () => {
  test.each(table)('%s', (_what, first, second, wallMs, place) => {
    expect(placeBetween({ ...from, ...first }, { ...from, atMs: wallMs, ...second }, wallMs)).toBe(place)
  })
})
