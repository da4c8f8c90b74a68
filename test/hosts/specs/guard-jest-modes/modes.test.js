import { afterAll, describe, test } from 'host'
import { loopSafe } from 'loop-canary'
import { block } from './subjects.js'

test('blocks', () => {
  block(200)
})

test('blocks, and may', () => loopSafe.allow(() => block(200)))

test('does not block', () => {})

test('leaves work behind', () => {
  setImmediate(() => block(200))
})

describe('a hook', () => {
  afterAll(() => {
    block(200)
  })
  test('has a hook behind it', () => {})
})
