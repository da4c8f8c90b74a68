import { beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, specFiles } from '../support/runner.ts'
import { vitestSetUp } from '../support/set-ups.ts'
import { vitest4 } from '../support/versions.ts'

const files = {
  ...specFiles('subject-errors', 'vitest'),
  ...vitestSetUp,
}

describe.for([
  ['Vitest 5', undefined],
  ['Vitest 4', vitest4],
] as const)('a function that fails itself in %s shows', ([, parent]) => {
  let failures: Failures
  beforeAll(async () => {
    const run = await createProject('vitest/subject-errors', files, parent?.()).vitest()
    failures = readFailures('vitest', run.text)
  })

  test('a function that throws: its own error', () => {
    expect(failures.throws).toMatchInlineSnapshot(`
      "SyntaxError: row 7 is broken
       ❯ parse subject-errors.test.js:5:9
            5|   throw new SyntaxError('row 7 is broken')
             |         ^
       ❯ subject-errors.test.js:9:22"
    `)
  })

  test('a function that blocks and throws: the finding is the cause of its error', () => {
    expect(failures['blocks and throws']).toMatchInlineSnapshot(`
      "SyntaxError: row 7 is broken
       ❯ parse subject-errors.test.js:5:9
            5|   throw new SyntaxError('row 7 is broken')
             |         ^
       ❯ subject-errors.test.js:15:5

      Caused by: Error: expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.
       ❯ block subjects.js:12:<loop or call>
       ❯ subject-errors.test.js:14:5
       ❯ subject-errors.test.js:16:6"
    `)
  })

  test('a function that rejects: its own error', () => {
    expect(failures.rejects).toMatchInlineSnapshot(`
      "SyntaxError: row 7 is broken
       ❯ parse subject-errors.test.js:5:9
            5|   throw new SyntaxError('row 7 is broken')
             |         ^
       ❯ subject-errors.test.js:22:5"
    `)
  })

  test('a function that throws under .not: its own error', () => {
    expect(failures['throws with .not']).toMatchInlineSnapshot(`
      "SyntaxError: row 7 is broken
       ❯ parse subject-errors.test.js:5:9
            5|   throw new SyntaxError('row 7 is broken')
             |         ^
       ❯ subject-errors.test.js:27:22"
    `)
  })

  test('a function that throws what is no error: that', () => {
    expect(failures['throws what is no error']).toMatchInlineSnapshot(`"Unknown Error: a string"`)
  })

  test('a function that never settles: still pending', () => {
    expect(failures['never settles']).toMatchInlineSnapshot(`
      "Error: expect(subject).toYieldToPoll()

      Expected: at least one visit to the poll phase before it settles
      Received: still pending after <ms>, after <n> visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Raise \`timeout\` if it may take longer. For a function that goes on for ever there is toKeepYieldingFor(ms).
       ❯ subject-errors.test.js:40:6
           40|   }).toYieldToPoll({ timeout: 500 })
             |      ^"
    `)
  })

  test('an error from elsewhere: the line of the assertion as well', () => {
    expect(failures['throws elsewhere']).toMatchInlineSnapshot(`
      "Error: ENOENT: no such file or directory, open '/does/not/exist'
       ❯ subject-errors.test.js:45:51
           45|   await expect(() => readFile('/does/not/exist')).toYieldToPoll()
             |                                                   ^"
    `)
  })

  test('a signal that is aborted: the line of the assertion', () => {
    expect(failures['is aborted']).toMatchInlineSnapshot(`
      "TimeoutError: The operation was aborted due to timeout
       ❯ subject-errors.test.js:50:45
           50|   await expect(() => new Promise(() => {})).toYieldToPoll({ signal })
             |                                             ^"
    `)
  })
})
