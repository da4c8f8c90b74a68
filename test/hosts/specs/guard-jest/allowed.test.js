import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'host'
import { loopSafe } from 'loop-canary'
import { block, hold } from './subjects.js'

const LONG = 200

test('passes: a call', () => {
  const result = loopSafe.allow(() => {
    hold(LONG)
    return 'its result'
  })
  expect(result).toBe('its result')
})

test('passes: a call up to so many ms', () => {
  loopSafe.allow({ upTo: 2000 }, () => hold(LONG))
})

test('fails: a call that takes longer than it may', () => {
  loopSafe.allow({ upTo: 20 }, () => block(LONG)) // blocks: a call that takes longer than it may
})

test('passes: behind an await of an allowed call', async () => {
  await loopSafe.allow(async () => {
    await sleep(50)
    hold(LONG)
  })
})

test('passes: the rest of the test', async () => {
  loopSafe.allow()
  await sleep(50)
  hold(LONG)
})

test('fails: behind an allowed call', async () => {
  loopSafe.allow(() => block(LONG))
  await sleep(50)
  block(LONG) // blocks: behind an allowed call
})

test('passes: tagged @loop-safe', () => hold(LONG))

describe('tagged @loop-safe', () => {
  beforeAll(() => hold(LONG))
  test('passes: below a tagged title', () => {})
})

function importFixtures() {
  block(LONG)
}

test('passes: a function that a rule allows', () => importFixtures())

test('passes: a call of Node’s that a rule allows', () => {
  new URLSearchParams('a').forEach(() => {
    block(LONG)
  })
})
