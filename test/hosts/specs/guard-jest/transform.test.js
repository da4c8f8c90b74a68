import { test } from 'host'
import './slow-to-transform.js'

test('passes: is loaded, what it needs takes longer to transform than anything may block', () => {})

test('passes: loads what takes as long', () => {
  require('./slow-to-transform-too.js')
})
