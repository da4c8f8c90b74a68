import { jest, test } from 'host'
import { block } from './subjects.js'

jest.retryTimes(2)

let runs = 0
test('passes: the second time', () => {
  if (++runs === 1) block(200)
})
