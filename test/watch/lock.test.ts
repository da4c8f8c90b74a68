import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import * as source from '../../src/index.ts'
import { gate, immediate, sleep } from '../support/waits.ts'

const { watchLoop } = source
const require = createRequire(import.meta.url)

/** Watches that write down when their subjects begin and end. */
function diary() {
  const lines: string[] = []
  const subject = (name: string, body: () => unknown) => async () => {
    lines.push(`${name} begins`)
    try {
      await body()
    } finally {
      lines.push(`${name} ends`)
    }
  }
  return { lines, subject }
}

const inTurn = (names: string[]) => names.flatMap((name) => [`${name} begins`, `${name} ends`])

test('concurrent watches run one after the other, in the order of their calls', async () => {
  const { lines, subject } = diary()
  const bodies = [() => sleep(20), () => {}, () => immediate(), () => sleep(5), () => {}]
  await Promise.all(bodies.map((body, index) => watchLoop(subject(`${index}`, body))))
  expect(lines).toEqual(inTurn(['0', '1', '2', '3', '4']))
})

test('runs and warm-ups of one watch are not mixed with another', async () => {
  const { lines, subject } = diary()
  await Promise.all([
    watchLoop(
      subject('first', () => immediate()),
      { warmup: 1, runs: 2 },
    ),
    watchLoop(subject('second', () => {})),
  ])
  expect(lines).toEqual(inTurn(['first', 'first', 'first', 'second']))
})

test('one that fails, one that aborts and one that never settles let the next one in', async () => {
  const { lines, subject } = diary()
  const aborted = new AbortController()
  const watches = [
    watchLoop(subject('throws', () => Promise.reject(new Error('no')))),
    watchLoop(
      subject('aborts', () => aborted.abort()),
      { signal: aborted.signal },
    ),
    watchLoop(() => new Promise(() => {}), { timeout: 10 }),
    watchLoop(subject('last', () => {})),
  ]
  const ends = await Promise.allSettled(watches)
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(lines).toEqual(inTurn(['throws', 'aborts', 'last']))
})

test('all copies of the package in a thread share one lock', async () => {
  const { lines, subject } = diary()
  const copies: (typeof source)[] = [
    source,
    await import('../../dist/index.js' as string),
    require('../../dist/index.cjs'),
  ]
  expect(new Set(copies.map((copy) => copy.watchLoop)).size).toBe(3)
  await Promise.all(copies.map((copy, index) => copy.watchLoop(subject(`${index}`, () => sleep(5)))))
  expect(lines).toEqual(inTurn(['0', '1', '2']))
})

test('a watch that comes later does not overtake', async () => {
  const { lines, subject } = diary()
  const { promise, open } = gate()
  const first = watchLoop(subject('first', () => promise))
  const second = watchLoop(subject('second', () => {}))
  await sleep(10)
  const third = watchLoop(subject('third', () => {}))
  open()
  await Promise.all([first, second, third])
  expect(lines).toEqual(inTurn(['first', 'second', 'third']))
})

test('a watch inside of a watched function is refused, because it would wait for itself', async () => {
  const { outcome } = await watchLoop(() => watchLoop(() => {}), { timeout: 300 })
  expect(outcome).toMatchObject({ kind: 'rejected', error: { message: expect.stringMatching(/watch/) } })
})

test('a watch that a watched function leaves for later is none inside of it', async () => {
  const { promise, open } = gate()
  let later: ReturnType<typeof watchLoop> | undefined
  await watchLoop(() => {
    void promise.then(() => {
      later = watchLoop(() => {})
    })
  })
  open()
  await immediate()
  expect((await later)?.outcome).toEqual({ kind: 'returned' })
})
