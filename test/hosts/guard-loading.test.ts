import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { createProject } from '../support/runner.ts'

const typescript = createRequire(import.meta.url).resolve('typescript')

/** Of as many processes one hung for minutes, when V8 was asked to pause where that function of 200,000 lines is entered. */
const PROCESSES = 6

test('a test that loads TypeScript is neither blamed for that nor held up', async () => {
  const project = createProject('node-test/guard-loading', {
    'loads.test.js': `
      import { createRequire } from 'node:module'
      import { test } from 'node:test'
      test('passes: loads', () => {
        createRequire(import.meta.url)(${JSON.stringify(typescript)})
      })
    `,
  })
  for (let run = 0; run < PROCESSES; run++) {
    const { verdicts, text, exitCode, hung } = await project.nodeTest('--import', 'loop-canary/guard/node-test')
    expect({ verdicts, exitCode, hung }, text).toEqual({
      verdicts: expect.objectContaining({ 'passes: loads': 'passed' }),
      exitCode: 0,
      hung: false,
    })
  }
})
