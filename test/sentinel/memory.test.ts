import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProgram } from '../support/program.ts'

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name)

test('a sentinel that needs too much memory is lost, and no watch passes for that', async () => {
  const { stdout, stderr, exitCode } = await runProgram(fixture('out-of-memory.mjs'))
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  const { limitations, refused, started, outcome } = JSON.parse(stdout)
  expect(limitations).toContain('detector lost: the sentinel thread died in the watch')
  expect(refused).toMatch(/^Received: inconclusive: .*; detector lost: the sentinel thread died in the watch$/m)
  // There is another one for the watch behind it.
  expect(outcome).toEqual({ kind: 'returned' })
  expect(started).toBe(3)
})

test('among 400 modules with large source maps a function that never ends is stopped all the same', async () => {
  const { stdout, stderr, exitCode } = await runProgram(fixture('large-maps.mjs'))
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(JSON.parse(stdout)).toEqual({ outcome: 'stopped', site: 'forever' })
})
