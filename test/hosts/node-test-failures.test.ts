import { beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { testNumbers } from '../support/numbers.ts'
import { createProject, specFiles, type TestRun } from '../support/runner.ts'

const project = createProject('node-test/failing', specFiles('node-test-failing', ''))

describe('a failed assertion in node:test shows', () => {
  let run: TestRun
  let failures: Failures
  beforeAll(async () => {
    run = await project.nodeTest()
    failures = readFailures('nodeTest', run.text)
  })

  test('notBlockLoopFor', () => {
    expect(failures.blocks).toMatchInlineSnapshot(`
      "AssertionError [ERR_ASSERTION]: t.assert.notBlockLoopFor(subject, 50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.
          at block (<root>/subjects.js:12:<loop or call>)
          at <root>/failing.test.js:18:40
          at TestContext.<anonymous> (<root>/failing.test.js:18:18)"
    `)
  })

  test('what was expected, and what it was instead, where a reporter looks for it', () => {
    expect(run.text).not.toMatch(/(?:actual|expected): undefined/)
    expect(run.text).toMatch(
      /actual: 'blocked for [\d.]+ ms by block \(subjects\.js:12\)',\n +expected: 'the event loop free at least every 50 ms',/,
    )
  })

  testNumbers(() => run.text)

  test('blockLoopFor', () => {
    expect(failures['does not block, and should']).toMatchInlineSnapshot(`
      "AssertionError [ERR_ASSERTION]: t.assert.blockLoopFor(subject, 5000)

      Expected: the event loop blocked for 5000 ms or longer in one turn
      Received: blocked for <ms>

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
          at TestContext.<anonymous> (<root>/failing.test.js:22:18)"
    `)
  })

  test('yieldToPoll', () => {
    expect(failures['never yields']).toMatchInlineSnapshot(`
      "AssertionError [ERR_ASSERTION]: t.assert.yieldToPoll(subject)

      Expected: at least one visit to the poll phase before it settles
      Received: returned synchronously, without a visit to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Await something that the loop has to serve, such as setImmediate: promises and ticks alone never let it reach poll.
          at TestContext.<anonymous> (<root>/failing.test.js:26:18)"
    `)
  })

  test('yieldAtLeast', () => {
    expect(failures['yields too rarely']).toMatchInlineSnapshot(`
      "AssertionError [ERR_ASSERTION]: t.assert.yieldAtLeast(subject, 1000)

      Expected: at least 1,000 visits to the poll phase before it settles
      Received: resolved in <ms>, after 3 visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        Await something that the loop has to serve, such as setImmediate, between smaller pieces of the work.
          at TestContext.<anonymous> (<root>/failing.test.js:30:18)"
    `)
  })

  test('assertNotBlockLoopFor', () => {
    expect(failures['blocks, without the context']).toMatchInlineSnapshot(`
      "AssertionError [ERR_ASSERTION]: assertNotBlockLoopFor(subject, 50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.
          at block (<root>/subjects.js:12:<loop or call>)
          at <root>/failing.test.js:34:37
          at TestContext.<anonymous> (<root>/failing.test.js:34:9)"
    `)
  })

  test('a function that throws', () => {
    expect(failures.throws).toMatchInlineSnapshot(`
      "SyntaxError: row 7 is broken
          at parse (<root>/failing.test.js:14:9)
          at <root>/failing.test.js:38:40"
    `)
  })

  test('a function that blocks and throws', () => {
    expect(failures['blocks and throws']).toMatchInlineSnapshot(`
      "SyntaxError: row 7 is broken
          at parse (<root>/failing.test.js:14:9)
          at <root>/failing.test.js:44:5
        [cause]: AssertionError [ERR_ASSERTION]: assertNotBlockLoopFor(subject, 50)

        Expected: the event loop free at least every 50 ms
        Received: blocked for <ms> by block (subjects.js:12)

          <strip>
          └ <ms> in one turn, synchronous
          <whose time it was>
          what waited: <who>
          Give the loop a turn every few ms (await setImmediate), or move the work to a worker.
            at block (<root>/subjects.js:12:<loop or call>)
            at <root>/failing.test.js:43:5
            at TestContext.<anonymous> (<root>/failing.test.js:42:9)"
    `)
  })

  test('a function that rejects', () => {
    expect(failures.rejects).toMatchInlineSnapshot(`
      "SyntaxError: row 7 is broken
          at parse (<root>/failing.test.js:14:9)
          at <root>/failing.test.js:51:5"
    `)
  })

  test('a function that never settles', () => {
    expect(failures['never settles']).toMatchInlineSnapshot(`
      "AssertionError [ERR_ASSERTION]: t.assert.yieldToPoll(subject)

      Expected: at least one visit to the poll phase before it settles
      Received: still pending after <ms>, after <n> visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Raise \`timeout\` if it may take longer. For a function that goes on for ever there is toKeepYieldingFor(ms).
          at TestContext.<anonymous> (<root>/failing.test.js:60:18)"
    `)
  })

  test('makeNoSyncCalls', () => {
    expect(failures['calls what blocks']).toMatchInlineSnapshot(`
      "AssertionError [ERR_ASSERTION]: t.assert.makeNoSyncCalls(subject)

      Expected: no call of a blocking built-in that takes 0.1 ms or longer
      Received: Atomics.wait ← hold (subjects.js:43) for <ms>

        Atomics.wait ← hold (subjects.js:43) <ms>
        Instead of Atomics.wait, use Atomics.waitAsync.
        A call that is meant to block can be named in \`allow\`.
          at hold (<root>/subjects.js:43:11)
          at <root>/failing.test.js:64:40
          at TestContext.<anonymous> (<root>/failing.test.js:64:18)"
    `)
  })

  test('a signal that is aborted: the line of the assertion', () => {
    expect(failures['is aborted']).toMatchInlineSnapshot(`
      "TimeoutError: The operation was aborted due to timeout
          at TestContext.<anonymous> (<root>/failing.test.js:78:18)"
    `)
  })
})
