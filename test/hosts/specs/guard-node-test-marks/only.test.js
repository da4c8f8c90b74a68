import { test } from 'node:test'
import { block } from './subjects.js'

test('not run: not the only one', () => block(300))

test('passes: one of the only ones', { only: true }, () => {})

test('fails: another of the only ones', { only: true }, () => block(300))
