import { describe, test } from 'host'
import { block } from './subjects.js'

describe('a body that blocks', () => {
  block(400) // blocks: a describe body
  test('passes: in a describe body that blocks', () => {})
})
