import { execFileSync } from 'node:child_process'
import { test } from 'host'

test('waits for a child for too long', () => {
  // Which call it is the guard does not know, so it does not know of the child either.
  execFileSync(process.execPath, ['-e', 'setTimeout(() => {}, 150_000)'])
})
