import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'host'

describe('a suite', () => {
  test('waits for a child without end', async () => {
    await expect(() => execFileSync(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])).toNotBlockLoopFor(50)
  })
})
