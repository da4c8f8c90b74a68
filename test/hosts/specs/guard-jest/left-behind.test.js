import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'host'
import { block } from './subjects.js'

const LONG = 200

test('fails: leaves work behind', () => {
  setTimeout(() => block(LONG), 20) // blocks: leaves work behind
})

test('passes: is there when it runs', () => sleep(100))

test('fails: leaves work behind for the time right after the run', () => {
  setImmediate(() => block(LONG)) // blocks: leaves work behind for the time right after the run
})

describe('an afterAll hook', () => {
  afterAll(() => {
    setImmediate(() => block(LONG)) // blocks: left behind by a hook
  })
  test('passes: before it', () => expect(1).toBe(1))
})
