import { describe, test } from 'node:test'
import { block } from './subjects.js'

describe('a suite', () => {
  block(200)
  test('passes: in a suite that blocks', () => {})
})
