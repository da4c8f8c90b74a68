import { beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, specFiles } from '../support/runner.ts'
import { vitestSetUp } from '../support/set-ups.ts'
import { vitest4 } from '../support/versions.ts'

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
      "TypeError: Unknown option \`timeLimit\`. The options are timeout, stopAfter, warmup, runs, advanceTimers, clock, signal, load, strict, rerun.
       ❯ misuse.test.js:61:36
           61|   await expect(() => cooperate(2)).toYieldToPoll({ timeLimit: 100 })
             |                                    ^"
    `)
  })

  test('bad option', () => {
    expect(failures['bad option']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`timeout\` option to be a positive number of milliseconds or false, got \`0\` (number)
       ❯ misuse.test.js:65:36
           65|   await expect(() => cooperate(2)).toNotBlockLoopFor(50, { timeout: 0 …
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

  test('an unknown built-in', () => {
    expect(failures['an unknown built-in']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`allow\` option to be made of names of blocking built-ins such as 'fs.readFileSync' or 'JSON.parse', got \`"readFileSync"\` (string). Did you mean 'fs.readFileSync'?
       ❯ misuse.test.js:78:36
           78|   await expect(() => cooperate(2)).toMakeNoSyncCalls({ allow: ['readFi…
             |                                    ^"
    `)
  })

  test('a name that nothing has', () => {
    expect(failures['a name that nothing has']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`allow\` option to be made of names of blocking built-ins such as 'fs.readFileSync' or 'JSON.parse', got \`"fs.readFile"\` (string)
       ❯ misuse.test.js:82:36
           82|   await expect(() => cooperate(2)).toMakeNoSyncCalls({ allow: ['fs.rea…
             |                                    ^"
    `)
  })

  test('one name and no array', () => {
    expect(failures['one name and no array']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`allow\` option to be an array of names such as 'fs.readFileSync' or 'JSON.parse', got \`"fs.readFileSync"\` (string)
       ❯ misuse.test.js:86:36
           86|   await expect(() => cooperate(2)).toMakeNoSyncCalls({ allow: 'fs.read…
             |                                    ^"
    `)
  })

  test('a floor below the ground', () => {
    expect(failures['a floor below the ground']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`floor\` option to be a number of milliseconds, 0 or more, got \`-1\` (number)
       ❯ misuse.test.js:90:36
           90|   await expect(() => cooperate(2)).toMakeNoSyncCalls({ floor: -1 })
             |                                    ^"
    `)
  })

  test('runs of what is judged once', () => {
    expect(failures['runs of what is judged once']).toMatchInlineSnapshot(`
      "TypeError: Unknown option \`runs\`. The options are timeout, stopAfter, warmup, advanceTimers, clock, signal, load, allow, floor, strict, rerun.
       ❯ misuse.test.js:94:36
           94|   await expect(() => cooperate(2)).toMakeNoSyncCalls({ runs: 3 })
             |                                    ^"
    `)
  })

  test('a wait without an end', () => {
    expect(failures['a wait without an end']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`within\` option to be a positive number of milliseconds, got \`0\` (number)
       ❯ misuse.test.js:98:36
           98|   await expect(() => cooperate(2)).toLetTimersFire({ within: 0 })
             |                                    ^"
    `)
  })

  test('half a time', () => {
    expect(failures['half a time']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`atLeast\` option to be a whole number, 1 or more, got \`0.5\` (number)
       ❯ misuse.test.js:102:36
          102|   await expect(() => cooperate(2)).toLetSocketsProgress({ atLeast: 0.5…
             |                                    ^"
    `)
  })

  test('an address that is none', () => {
    expect(failures['an address that is none']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`url\` option to be an http: address such as 'http://127.0.0.1:3000/health', got \`"health"\` (string)
       ❯ misuse.test.js:106:36
          106|   await expect(() => cooperate(2)).toLetHttpRespond({ url: 'health' })
             |                                    ^"
    `)
  })

  test('no server', () => {
    expect(failures['no server']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`server\` option to be a server of node:http on a port, as \`app.listen()\` returns, got \`3000\` (number)
       ❯ misuse.test.js:110:36
          110|   await expect(() => cooperate(2)).toLetHttpRespond({ server: 3000 })
             |                                    ^"
    `)
  })

  test('an odd percentile', () => {
    expect(failures['an odd percentile']).toMatchInlineSnapshot(`
      "TypeError: Expected the \`percentile\` option to be 50, 90, 99 or 100, got \`0.99\` (number)
       ❯ misuse.test.js:114:36
          114|   await expect(() => cooperate(2)).toLetHttpRespond({ percentile: 0.99…
             |                                    ^"
    `)
  })

  test('more than all of the time', () => {
    expect(failures['more than all of the time']).toMatchInlineSnapshot(`
      "TypeError: Expected \`ratio\` to be a number above 0, 1 at most, got \`50\` (number)
       ❯ misuse.test.js:118:36
          118|   await expect(() => cooperate(2)).toKeepLoopUtilizationUnder(50)
             |                                    ^"
    `)
  })

  test('a generator', () => {
    expect(failures['a generator']).toMatchInlineSnapshot(`
      "TypeError: expect(subject).toNotBlockLoopFor(50)

      Matcher error: The function returned an async generator, which was not watched: \`async () => { for await (const _ of work()) {} }\` runs it to its end.
       ❯ misuse.test.js:125:30
          125|   await expect(() => rows()).toNotBlockLoopFor(50)
             |                              ^"
    `)
  })

  test('no test but the one that did not wait', () => {
    expect(Object.keys(failures)).not.toContain('after the one not awaited')
    expect(Object.keys(failures)).not.toContain('after the two not awaited')
  })
})
