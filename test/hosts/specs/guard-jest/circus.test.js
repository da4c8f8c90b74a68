import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'host'
import { block } from './subjects.js'

const LONG = 200

describe('done', () => {
  test('passes: done', (done) => {
    setTimeout(done, 5)
  })

  test('fails: before done', (done) => {
    setTimeout(() => {
      block(LONG) // blocks: before done
      done()
    }, 5)
  })

  test('fails: behind done, at once', (done) => {
    done()
    block(LONG) // blocks: behind done, at once
  })

  test('fails: done with an error', (done) => {
    block(LONG)
    done(new Error('given to done'))
  })

  test('fails: done with something else', (done) => {
    setImmediate(() => done('given to done')) // shows: done with something else
  })

  test('fails: done twice', (done) => {
    setImmediate(() => {
      done()
      done() // shows: done twice
    })
  })

  test('fails: done and a promise', async (done) => done())

  test('fails: an error before done', (_done) => {
    throw new Error('thrown before done')
  })

  test('fails: never done', (_done) => {}, 50)
})

test('fails: a value is returned', () => 42)

test.each([
  ['fails', LONG],
  ['passes', 0],
])('%s: of a table, %i ms', (_, ms) => {
  block(ms)
})

test.each([['passes: of a table, with done']])('%s', (_, done) => {
  setImmediate(done)
})

test.failing('passes: failing, because it blocks', () => {
  block(LONG)
})

test.failing('fails: failing, and does not block', () => {})

test.todo('todo')

test.skip('skipped', () => {
  block(LONG)
})

describe('concurrent', () => {
  for (const name of ['before', 'behind']) {
    test.concurrent(`passes: ${name} one that blocks`, async () => {
      await sleep(100)
    })
    if (name === 'before') {
      test.concurrent('fails: among others', async () => {
        await sleep(20)
        block(LONG) // blocks: among others
        await sleep(20)
      })
    }
  }
})

test('passes: a generator', function* () {
  expect(yield Promise.resolve(1)).toBe(1)
})

// Jest's own limit ends while these hold its timers up.
test('passes: allowed for longer than Jest allows @loop-safe', () => block(LONG), 100)
test('fails: for longer than Jest allows', () => block(LONG), 100) // blocks: for longer than Jest allows
test('fails: held up, then idle for longer than Jest allows', async () => {
  await sleep(50)
  block(LONG) // blocks: held up, then idle for longer than Jest allows
  await sleep(2000)
}, 600)
