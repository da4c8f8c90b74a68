import { after, test } from 'node:test'
import { block } from './subjects.js'

after(() => block(200))

test('passes: in front of an after of the file', () => {})
