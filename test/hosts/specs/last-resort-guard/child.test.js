import { execFileSync } from 'node:child_process'
import { test } from 'host'

test('waits for a child without end', () => {
  execFileSync(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
})
