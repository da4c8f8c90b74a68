import { expect, test } from 'vitest'
import { StallList } from '../../src/turns/stall-list.ts'

interface Item {
  ms: number
  id: number
}

/** Numbers that look random and are the same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function listOf(lengths: number[]): { list: StallList<Item>; items: Item[] } {
  const list = new StallList<Item>()
  const items = lengths.map((ms, id) => ({ ms, id }))
  for (const item of items) list.add(item)
  return { list, items }
}

/** What the list is for, the slow way: sort all, keep a hundred. Sorting is stable, so equal ones stay as they came. */
function expected(items: Item[]): { kept: Item[]; dropped: number; longest: Item | undefined } {
  const worth = items.filter(({ ms }) => ms >= 1).sort((one, other) => other.ms - one.ms)
  const longestMs = Math.max(...items.map(({ ms }) => ms))
  return {
    kept: worth.slice(0, 100),
    dropped: Math.max(0, worth.length - 100),
    longest: items.find(({ ms }) => ms === longestMs),
  }
}

const shapes: [string, (random: () => number) => number][] = [
  ['long ones', (random) => 1 + random() * 1000],
  ['mostly short ones', (random) => random() ** 8 * 100],
  ['many equal ones', (random) => Math.floor(random() * 5)],
  ['around the shortest that is kept', (random) => 0.9 + random() * 0.2],
]

test.each(shapes)('%s: the hundred longest, longest first', (_name, shape) => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomNumbers(seed)
    const count = 1 + Math.floor(random() * 350)
    const { list, items } = listOf(Array.from({ length: count }, () => shape(random)))
    const { kept, dropped, longest } = expected(items)
    expect(list.kept, `seed ${seed}`).toEqual(kept)
    expect(list.dropped, `seed ${seed}`).toBe(dropped)
    expect(list.longest, `seed ${seed}`).toBe(longest)
  }
})

test.each([
  ['rising', (index: number) => index + 1],
  ['falling', (index: number) => 500 - index],
  ['all the same', () => 7],
])('%s lengths', (_name, lengthAt) => {
  const { list, items } = listOf(Array.from({ length: 400 }, (_, index) => lengthAt(index)))
  expect(list.kept).toEqual(expected(items).kept)
  expect(list.dropped).toBe(300)
})

test('an empty list has no longest', () => {
  const { list } = listOf([])
  expect(list).toMatchObject({ longest: undefined, longestMs: 0, kept: [], dropped: 0 })
})

test('a stall that is too short to be kept can be the longest', () => {
  const { list } = listOf([0.2, 0.9, 0.5])
  expect(list).toMatchObject({ longest: { ms: 0.9, id: 1 }, longestMs: 0.9, kept: [], dropped: 0 })
})

test('one of exactly a millisecond is kept', () => {
  const { list } = listOf([1, 1 - Number.EPSILON])
  expect(list.kept).toEqual([{ ms: 1, id: 0 }])
})

test('a stall without any length is one', () => {
  expect(listOf([0]).list.longest).toEqual({ ms: 0, id: 0 })
})
