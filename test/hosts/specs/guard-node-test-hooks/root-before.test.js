import { before, test } from 'node:test'
import { block } from './subjects.js'

before(() => block(200))

test('fails: behind a before of the file', () => {})
