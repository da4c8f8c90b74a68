import { describe, expect, test } from 'vitest'
import { readFailures } from '../support/failures.ts'
import { createProject, specFiles } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'
import { wrongVerdicts } from '../support/verdicts.ts'
import { vitest4 } from '../support/versions.ts'

describe('retries, assertion counts and runs work', () => {
  test('in Vitest, with soft assertions, fixtures and concurrent tests', async () => {
    const specs = { ...specFiles('features', 'vitest'), ...specFiles('vitest-features', '') }
    const run = await createProject('vitest/features', { ...specs, ...vitestSetUp }).vitest()
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(27)
    const failures = readFailures('vitest', run.text)
    expect(failures['fails: softly, and goes on']).toMatch(/yieldToPoll[\s\S]*yieldAtLeast/i)
    expect(failures['fails: in a poll']).toMatchInlineSnapshot(`
      "TypeError: expect(subject).toYieldToPoll()

      Matcher error: \`expect.poll\` would call the function again and again. Write \`await expect(fn).toYieldToPoll(…)\`.
       ❯ vitest.test.js:34:38
           34|   await expect.poll(() => cooperate).toYieldToPoll()
             |                                      ^

      Caused by: Error: Matcher did not succeed in time.
       ❯ vitest.test.js:34:3"
    `)
  })

  test('in Jest', async () => {
    const specs = { ...specFiles('features', '@jest/globals'), ...specFiles('jest-features', '') }
    const run = await createProject('jest/features', { ...specs, ...jestSetUp }).jest()
    expect(wrongVerdicts(run.verdicts)).toEqual({})
    expect(Object.keys(run.verdicts)).toHaveLength(13)
  })
})

test.for([
  ['Vitest 5', undefined],
  ['Vitest 4', vitest4],
] as const)('%s shows the message that `expect` was given', async ([, parent]) => {
  const spec = `
    import { expect, test } from 'vitest'
    import { block, cooperate } from './subjects.js'
    test('judged', () => expect(() => block(10), 'the import').toYieldToPoll())
    test('misused', () => expect(42, 'the import').toYieldToPoll())
    test('forgotten', () => {
      expect(() => cooperate(2), 'the import').toYieldToPoll()
    })
  `
  const project = createProject('vitest/message', { 'message.test.js': spec, ...vitestSetUp }, parent?.())
  const failures = readFailures('vitest', (await project.vitest()).text)
  expect(failures.judged).toMatch(/^Error: the import: expect\(subject\)\.toYieldToPoll\(\)\n\nExpected: /)
  expect(failures.misused).toMatch(/^TypeError: the import: expect\(subject\)\.toYieldToPoll\(\)\n\nMatcher error: /)
  expect(failures.forgotten).toMatch(/^Error: the import: `toYieldToPoll` was not awaited\./)
})
