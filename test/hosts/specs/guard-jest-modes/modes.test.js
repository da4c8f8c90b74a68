import { afterAll, describe, test } from 'host'
import { loopSafe } from 'loop-canary'
import { block } from './subjects.js'

test('blocks', () => {
  block(400)
})

test('blocks, and may', () => loopSafe.allow(() => block(400)))

test('does not block', () => {})

test('leaves work behind', () => {
  setImmediate(() => block(400))
})

describe('a hook', () => {
  afterAll(() => {
    block(400)
  })
  test('has a hook behind it', () => {})
})
