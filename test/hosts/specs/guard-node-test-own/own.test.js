import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

test('fails: own timeout', { timeout: 200 }, () => sleep(1500))

test('fails: own timeout, with its signal', { timeout: 200 }, ({ signal }) => sleep(60_000, undefined, { signal }))

test('fails: done is called twice', (_, done) => {
  done()
  done()
})

test('fails: done is called twice, later', (_, done) => {
  setImmediate(() => {
    done()
    done()
  })
})

test('fails: done and a promise', async (_, done) => done())

test('fails: thrown in a timer', async () => {
  setTimeout(() => {
    throw new Error('from a timer')
  }, 10)
  await sleep(1000)
})

test('fails: a rejection that nobody handles', async () => {
  Promise.reject(new Error('unhandled'))
  await sleep(1000)
})

test('passes: the one behind', () => {})
