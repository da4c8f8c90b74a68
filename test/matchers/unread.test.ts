import { createHash } from 'node:crypto'
import { Socket } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { unread } from '../../src/matchers/unread.ts'
import '../support/unobserved.ts'

const whatOf = async (subject: () => unknown) => unread(await watchLoop(subject))

function* numbers() {
  yield 1
}

async function* laterNumbers() {
  yield 1
}

describe('what has only been handed out', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['a generator', numbers, /^a generator, which was not watched/],
    ['an async generator', laterNumbers, /^an async generator, which was not watched/],
    ['the promise of one', async () => laterNumbers(), /^an async generator/],
    ['a stream', () => Readable.from([1]), /^a stream that nobody has read/],
  ])('%s', async (_what, subject, told) => {
    expect(await whatOf(subject)).toMatch(told)
  })
})

describe('what is done, or somebody does', () => {
  test.each<[string, () => unknown]>([
    ['nothing', () => {}],
    ['an array', () => [1]],
    ['a generator that was run to its end', () => [...numbers()]],
    ['a stream that was read', async () => Readable.from([1]).toArray()],
    ['a stream that is piped', () => Readable.from(['1']).pipe(new PassThrough()).resume()],
    ['a stream with a listener', () => Readable.from([1]).on('data', () => {})],
    ['a web stream', () => new ReadableStream()],
    ['a hash, which is a stream as well', () => createHash('sha256').update('x')],
    ['a socket', () => new Socket()],
    ['an error', () => Promise.reject(new Error('its own'))],
  ])('%s', async (_what, subject) => {
    expect(await whatOf(subject)).toBeUndefined()
  })
})
