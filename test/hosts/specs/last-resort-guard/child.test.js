import { execFileSync } from 'node:child_process'
import { test } from 'host'

test('waits for a child for too long', () => {
  execFileSync(process.execPath, ['-e', 'setTimeout(() => {}, 150_000)'])
})
