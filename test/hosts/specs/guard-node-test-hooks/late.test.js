import { test } from 'node:test'
import { block } from './subjects.js'

test('passes: for now', () => {
  setTimeout(() => block(200), 60)
})
