import { describe, expect, test } from 'vitest'
import { type Guard, type Mark, type Place, placeBetween } from '../../src/turns/mark.ts'

const from: Mark = { atMs: 0, idleMs: 0, visits: 7, events: 3, eventsWaiting: 2, guard: 'none' }

const NEXT_VISIT = { visits: 8 }
const SERVED = { visits: 8, events: 4 }
const READY = { ...SERVED, eventsWaiting: 3 }

/** What the marks say, the guard of the first one, how long the loop was busy between them and not run, and where that time lies. */
const table: [string, Partial<Mark>, Guard, [wallMs: number, descheduledMs: number], Place][] = [
  ['poll was not visited', {}, 'none', [20, 0], 'same'],
  ['poll was not visited, on guard', {}, 'full', [20, 0], 'same'],
  ['events of an earlier visit are counted', { events: 4 }, 'full', [20, 0], 'same'],
  ['poll served nothing', NEXT_VISIT, 'none', [20, 0], 'before'],
  ['poll served nothing, on guard', NEXT_VISIT, 'full', [20, 0], 'before'],
  ['poll was visited more than once and served nothing', { visits: 10 }, 'full', [20, 0], 'before'],
  ['poll served something, on guard', SERVED, 'full', [20, 0], 'behind'],
  ['poll served something', SERVED, 'none', [20, 0], 'either'],
  ['poll served something, in no time', SERVED, 'none', [0.5, 0], 'before'],
  ['poll served something, and the thread ran', SERVED, 'if undisturbed', [20, 0.2], 'behind'],
  ['poll served something, and the thread was not run', READY, 'if undisturbed', [30, 10], 'either'],
  ['the same, on guard', READY, 'full', [30, 10], 'behind'],
  ['poll slept, and served something', SERVED, 'if undisturbed', [30, 10], 'behind'],
]

describe('the time between two marks', () => {
  test.each(table)('%s', (_what, to, guard, [wallMs, descheduledMs], place) => {
    const later = { ...from, atMs: wallMs, ...to }
    expect(placeBetween({ ...from, guard }, later, wallMs, descheduledMs)).toBe(place)
  })
})
