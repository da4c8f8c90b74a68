import { before, test } from 'node:test'
import { block } from './subjects.js'

before(() => block(300))

test('fails: behind a before of the file', () => {})
