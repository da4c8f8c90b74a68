import { test } from 'node:test'
import { block } from './subjects.js'

test('passes: in a module that blocks', () => {})

block(200)
