import { test } from 'node:test'
import { block } from './subjects.js'

test('passes: no mark', () => {})

test.skip('passes: skipped', () => block(300))

test.todo('fails: to do', () => block(300))
