import { expect, test } from 'vitest'
import { createProject } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'

const spec = `
import { expect, test } from '@jest/globals'

test('passes: the first', async () => {
  await expect(async () => {}).toNotBlockLoopFor(500)
})

test('passes: with traffic', async () => {
  await expect(() => new Promise((resolve) => setTimeout(resolve, 50))).toLetSocketsProgress()
})
`

/** Before Node 24 every promise that is made in a test keeps its async context, and with it the test. */
const KEEPS_CONTEXTS = Number.parseInt(process.versions.node, 10) < 24

test.skipIf(KEEPS_CONTEXTS)('nothing of a file of tests is left when it is over, as Jest sees it', async () => {
  const files = { ...jestSetUp, 'one.test.js': spec, 'another.test.js': spec }
  const run = await createProject('jest/leaks', files).jest('--runInBand', '--detectLeaks')
  expect(run.text).not.toMatch(/leaking memory/)
  expect(run.exitCode).toBe(0)
  expect(Object.keys(run.verdicts)).toHaveLength(2)
})
