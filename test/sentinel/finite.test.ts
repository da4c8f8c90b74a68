import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProgram } from '../support/program.ts'

/** `ROUNDS=100` for more lengths of each kind. */
const ROUNDS = process.env.ROUNDS ?? '10'

interface Told {
  named: number
  unknown: number
  wrong: unknown[]
}

test(`ten kinds of stalls that end, ${ROUNDS} random lengths each: nobody else is blamed`, async () => {
  const { stdout, stderr, exitCode } = await runProgram(join(import.meta.dirname, 'fixtures/finite.mjs'), {
    args: [ROUNDS],
    env: { PATH: process.env.PATH! },
  })
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  const told: Record<string, Told> = JSON.parse(stdout)
  expect(Object.keys(told)).toHaveLength(10)
  for (const [kind, { wrong }] of Object.entries(told)) expect(wrong, `${kind}: ${JSON.stringify(wrong)}`).toEqual([])
  // A test in which nobody is ever named shows nothing.
  const named = Object.values(told).reduce((sum, kind) => sum + kind.named, 0)
  expect(named).toBeGreaterThan(0)
})
