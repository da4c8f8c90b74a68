import { beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, specFiles } from '../support/runner.ts'
import { vitestSetUp } from '../support/set-ups.ts'
import { vitest4 } from '../support/vitest-4.ts'

const files = {
  ...specFiles('misuse', 'vitest'),
  ...vitestSetUp,
}

describe.for([
  ['Vitest 5', undefined],
  ['Vitest 4', vitest4],
] as const)('misuse in %s shows', ([, parent]) => {
  let failures: Failures
  beforeAll(async () => {
    const run = await createProject('vitest/misuse', files, parent?.()).vitest()
    failures = readFailures('vitest', run.text)
  })

  test('not awaited', () => {
    expect(failures['not awaited']).toMatchInlineSnapshot(`
      "Error: \`toNotBlockLoopFor\` was not awaited. It calls the function in a later turn, so the test must wait for it: \`await expect(fn).toNotBlockLoopFor(…)\`
       ❯ misuse.test.js:5:30
            5|   expect(() => cooperate(2)).toNotBlockLoopFor(50)
             |                              ^"
    `)
  })

  test('.resolves', () => {
    expect(failures['.resolves']).toMatchInlineSnapshot(`
      "TypeError: expect(subject).resolves.toNotBlockLoopFor()

      Matcher error: \`.resolves\` waits for a promise before the matcher can call anything. Pass the function itself: \`await expect(fn).toNotBlockLoopFor(…)\`.
       ❯ misuse.test.js:13:43
           13|   await expect(Promise.resolve(cooperate)).resolves.toNotBlockLoopFor(…
             |                                           ^"
    `)
  })

  test('.rejects', () => {
    expect(failures['.rejects']).toMatchInlineSnapshot(`
      "TypeError: expect(subject).rejects.toYieldToPoll()

      Matcher error: \`.rejects\` waits for a promise before the matcher can call anything. Pass the function itself: \`await expect(fn).toYieldToPoll(…)\`.
       ❯ misuse.test.js:17:48
           17|   await expect(Promise.reject(new Error('no'))).rejects.toYieldToPoll()
             |                                                ^"
    `)
  })

  test('a promise', () => {
    expect(failures['a promise']).toMatchInlineSnapshot(`
      "TypeError: expect(subject).toNotBlockLoopFor()

      Matcher error: Expected the received value to be a function, got \`[object Promise]\` (object). It runs already; pass the function that makes it, \`() => …\` instead of the promise.
       ❯ misuse.test.js:21:30
           21|   await expect(cooperate(2)).toNotBlockLoopFor(50)
             |                              ^"
    `)
  })

  test('a number', () => {
    expect(failures['a number']).toMatchInlineSnapshot(`
      "TypeError: expect(subject).toNotBlockLoopFor()

      Matcher error: Expected the received value to be a function, got \`42\` (number).
       ❯ misuse.test.js:25:20
           25|   await expect(42).toNotBlockLoopFor(50)
             |                    ^"
    `)
  })

  test('asymmetric', () => {
    expect(failures.asymmetric).toMatchInlineSnapshot(`
      "TypeError: \`expect.toNotBlockLoopFor()\` cannot be used as an asymmetric matcher: it is asynchronous, and an asymmetric matcher must answer at once. Write \`await expect(fn).toNotBlockLoopFor(…)\`.
       ❯ misuse.test.js:29:36
           29|   expect({ importCsv: cooperate }).toEqual({ importCsv: expect.toNotBl…
             |                                    ^"
    `)
  })

  test('asymmetric with .not', () => {
    expect(failures['asymmetric with .not']).toMatchInlineSnapshot(`
      "TypeError: \`expect.toNotBlockLoopFor()\` cannot be used as an asymmetric matcher: it is asynchronous, and an asymmetric matcher must answer at once. Write \`await expect(fn).toNotBlockLoopFor(…)\`.
       ❯ misuse.test.js:33:36
           33|   expect({ importCsv: cooperate }).toEqual({ importCsv: expect.not.toN…
             |                                    ^"
    `)
  })

  test('budget -1', () => {
    expect(failures['budget -1']).toMatchInlineSnapshot(`
      "TypeError: Expected \`ms\` to be a positive number of milliseconds, got \`-1\` (number)
       ❯ misuse.test.js:37:36
           37|   await expect(() => cooperate(2)).toNotBlockLoopFor(-1)
             |                                    ^"
    `)
  })

  test('budget NaN', () => {
    expect(failures['budget NaN']).toMatchInlineSnapshot(`
      "TypeError: Expected \`ms\` to be a positive number of milliseconds, got \`NaN\` (number)
       ❯ misuse.test.js:41:36
           41|   await expect(() => cooperate(2)).toBlockLoopFor(Number.NaN)
             |                                    ^"
    `)
  })

  test('budget "50"', () => {
    expect(failures['budget "50"']).toMatchInlineSnapshot(`
      "TypeError: Expected \`ms\` to be a positive number of milliseconds, got \`"50"\` (string)
       ❯ misuse.test.js:45:36
           45|   await expect(() => cooperate(2)).toNotBlockLoopFor('50')
             |                                    ^"
    `)
  })

  test('budget Infinity', () => {
    expect(failures['budget Infinity']).toMatchInlineSnapshot(`
      "TypeError: Expected \`ms\` to be a positive number of milliseconds, got \`Infinity\` (number)
       ❯ misuse.test.js:49:40
           49|   await expect(() => cooperate(2)).not.toBlockLoopFor(Number.POSITIVE_…
             |                                        ^"
    `)
  })

  test('no budget', () => {
    expect(failures['no budget']).toMatchInlineSnapshot(`
      "TypeError: Expected \`ms\` to be a positive number of milliseconds, got \`undefined\` (undefined)
       ❯ misuse.test.js:53:36
           53|   await expect(() => cooperate(2)).toNotBlockLoopFor()
             |                                    ^"
    `)
  })

  test('half a visit', () => {
    expect(failures['half a visit']).toMatchInlineSnapshot(`
      "TypeError: Expected \`visits\` to be a whole number, 1 or more, got \`0.5\` (number)
       ❯ misuse.test.js:57:36
           57|   await expect(() => cooperate(2)).toYieldAtLeast(0.5)
             |                                    ^"
    `)
  })

  test('unknown option', () => {
    expect(failures['unknown option']).toMatchInlineSnapshot(`
      "TypeError: Unknown option \`timeout\`. The options are settleWithin, warmup, runs, signal, strict.
       ❯ misuse.test.js:61:36
           61|   await expect(() => cooperate(2)).toYieldToPoll({ timeout: 100 })
             |                                    ^"
    `)
  })

  test('bad option', () => {
    expect(failures['bad option']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`settleWithin\` option to be a positive number of milliseconds or false, got \`0\` (number)
       ❯ misuse.test.js:65:36
           65|   await expect(() => cooperate(2)).toNotBlockLoopFor(50, { settleWithi…
             |                                    ^"
    `)
  })

  test('two not awaited', () => {
    expect(failures['two not awaited']).toMatchInlineSnapshot(`
      "Error: \`toYieldToPoll\` was not awaited. It calls the function in a later turn, so the test must wait for it: \`await expect(fn).toYieldToPoll(…)\`
       ❯ misuse.test.js:70:30
           70|   expect(() => cooperate(2)).toYieldToPoll()
             |                              ^"
    `)
  })

  test('no test but the one that did not wait', () => {
    expect(Object.keys(failures)).not.toContain('after the one not awaited')
    expect(Object.keys(failures)).not.toContain('after the two not awaited')
  })
})
