import { beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, specFiles } from '../support/runner.ts'

const project = createProject('node-test/misuse', specFiles('node-test-misuse', ''))

describe('misuse in node:test shows', () => {
  let failures: Failures
  beforeAll(async () => {
    const run = await project.nodeTest()
    failures = readFailures('nodeTest', run.text)
  })

  test('not awaited', () => {
    expect(failures['not awaited']).toMatchInlineSnapshot(`
      "Error: \`t.assert.notBlockLoopFor\` was not awaited. It calls the function in a later turn, so the test must wait for it: \`await t.assert.notBlockLoopFor(fn, …)\`
          at TestContext.<anonymous> (<root>/misuse.test.js:6:12)"
    `)
  })

  test('a promise', () => {
    expect(failures['a promise']).toMatchInlineSnapshot(`
      "TypeError: t.assert.notBlockLoopFor(subject)

      Matcher error: Expected the received value to be a function, got \`[object Promise]\` (object). It runs already; pass the function that makes it, \`() => …\` instead of the promise.
          at TestContext.<anonymous> (<root>/misuse.test.js:14:18)"
    `)
  })

  test('a number, without the context', () => {
    expect(failures['a number, without the context']).toMatchInlineSnapshot(`
      "TypeError: assertNotBlockLoopFor(subject)

      Matcher error: Expected the received value to be a function, got \`42\` (number).
          at TestContext.<anonymous> (<root>/misuse.test.js:18:9)"
    `)
  })

  test('budget -1', () => {
    expect(failures['budget -1']).toMatchInlineSnapshot(`
      "TypeError: Expected \`ms\` to be a positive number of milliseconds, got \`-1\` (number)
          at TestContext.<anonymous> (<root>/misuse.test.js:22:18)"
    `)
  })

  test('budget "50", without the context', () => {
    expect(failures['budget "50", without the context']).toMatchInlineSnapshot(`
      "TypeError: Expected \`ms\` to be a positive number of milliseconds, got \`"50"\` (string)
          at TestContext.<anonymous> (<root>/misuse.test.js:26:9)"
    `)
  })

  test('half a visit, without the context', () => {
    expect(failures['half a visit, without the context']).toMatchInlineSnapshot(`
      "TypeError: Expected \`visits\` to be a whole number, 1 or more, got \`0.5\` (number)
          at TestContext.<anonymous> (<root>/misuse.test.js:30:9)"
    `)
  })

  test('unknown option', () => {
    expect(failures['unknown option']).toMatchInlineSnapshot(`
      "TypeError: Unknown option \`timeLimit\`. The options are timeout, stopAfter, warmup, runs, advanceTimers, clock, signal, load, strict, rerun.
          at TestContext.<anonymous> (<root>/misuse.test.js:34:18)"
    `)
  })

  test('two not awaited', () => {
    expect(failures['two not awaited']).toMatchInlineSnapshot(`
      "Error: \`t.assert.notBlockLoopFor\` was not awaited. It calls the function in a later turn, so the test must wait for it: \`await t.assert.notBlockLoopFor(fn, …)\`
          at TestContext.<anonymous> (<root>/misuse.test.js:38:12)"
    `)
  })

  test('no test but the one that did not wait', () => {
    expect(Object.keys(failures)).not.toContain('after the one not awaited')
    expect(Object.keys(failures)).not.toContain('after the two not awaited')
  })
})
