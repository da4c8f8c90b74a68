import { describe, expect, test } from 'vitest'
import { createProject, specFiles } from '../support/runner.ts'
import { wrongVerdicts } from '../support/verdicts.ts'

const programs = createProject('programs', specFiles('programs', ''))

/** Anything of ours that kept the process alive would do so for much longer. */
const SOON_MS = 3000

describe('a process ends by itself, and not before the verdict', () => {
  test.for([
    ['after a watch', 'after-a-watch.js', 'resolved'],
    ['after a failed assertion', 'after-a-failure.js', 'ERR_ASSERTION'],
    ['after a function that threw', 'after-a-throw.js', 'threw'],
    ['after a watch that nobody awaits', 'not-awaited.js', 'returned'],
    ['after a function that never settles', 'pending.js', 'pending'],
    ['after a function that never settles, by default', 'pending-by-default.js', 'pending'],
    ['after a watch that was aborted', 'aborted.js', 'AbortError'],
    ['after a watch that was aborted before the call', 'aborted-while-preparing.js', 'AbortError'],
    ['after several watches at once', 'several-at-once.js', 'resolved,returned,returned,resolved'],
    ['after watches in a worker thread', 'in-a-worker.js', 'worker ended with 0'],
  ] as const)('%s', async ([, file, lastWord]) => {
    const { stdout, stderr, exitCode } = await programs.node(file)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^.*\nlingered \d+\n$/)
    expect(stdout.split('\n')[0]).toBe(lastWord)
    expect(Number(/lingered (\d+)/.exec(stdout)?.[1])).toBeLessThan(SOON_MS)
    expect(exitCode).toBe(0)
  })

  test('under node:test, whose tests keep no process alive', async () => {
    const run = await createProject('node-test/pending', specFiles('pending', '')).nodeTest()
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(2)
    expect(run.text).toContain('still pending after')
    expect(run.text).not.toContain('Promise resolution is still pending')
  })
})

describe("a watch leaves nothing behind that is ref'd", () => {
  test('among the active resources of the process', async () => {
    const { stdout } = await programs.node('resources.js')
    expect(stdout).toContain('left []')
  })

  test('for Jest to detect as an open handle', async () => {
    const project = createProject('jest/open-handles', {
      ...specFiles('open-handles', ''),
      'package.json': '{ "type": "commonjs" }',
      'jest.config.json': JSON.stringify({ setupFilesAfterEnv: ['loop-canary/jest'] }),
    })
    const run = await project.jest('--detectOpenHandles')
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(5)
    expect(run.text).not.toMatch(/open handle|did not exit/)
    expect(run.hung).toBe(false)
  })
})
