import { beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, specFiles } from '../support/runner.ts'
import { jestSetUp } from '../support/set-ups.ts'

const project = createProject('jest/failing', {
  ...specFiles('failing', '@jest/globals'),
  ...jestSetUp,
})

describe('a failed assertion in Jest shows', () => {
  let failures: Failures
  beforeAll(async () => {
    const run = await project.jest()
    failures = readFailures('jest', run.text)
  })

  test('toNotBlockLoopFor', () => {
    expect(failures.blocks).toMatchInlineSnapshot(`
      "expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms>

        <strip>
        └ <ms> in one turn, synchronous
        what waited: <who>
        <whose time it was>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.

      > 13 |   await expect(() => block(80)).toNotBlockLoopFor(50)
           |                                 ^

        at Object.<anonymous> (failing.test.js:13:33)"
    `)
  })

  test('toBlockLoopFor', () => {
    expect(failures['does not block, and should']).toMatchInlineSnapshot(`
      "expect(subject).toBlockLoopFor(5000)

      Expected: the event loop blocked for 5000 ms or longer in one turn
      Received: blocked for <ms>

        <strip>
        └ <ms> in one turn, synchronous
        what waited: <who>
        <whose time it was>

      > 17 |   await expect(() => block(30)).toBlockLoopFor(5000)
           |                                 ^

        at Object.<anonymous> (failing.test.js:17:33)"
    `)
  })

  test('toYieldToPoll', () => {
    expect(failures['never yields']).toMatchInlineSnapshot(`
      "expect(subject).toYieldToPoll()

      Expected: at least one visit to the poll phase before it settles
      Received: returned synchronously, without a visit to poll

        <strip>
        └ <ms> in one turn, synchronous
        what waited: <who>
        <whose time it was>
        Await something that the loop has to serve, such as setImmediate: promises and ticks alone never let it reach poll.

      > 21 |   await expect(() => block(30)).toYieldToPoll()
           |                                 ^

        at Object.<anonymous> (failing.test.js:21:33)"
    `)
  })

  test('toYieldAtLeast', () => {
    expect(failures['yields too rarely']).toMatchInlineSnapshot(`
      "expect(subject).toYieldAtLeast(1000)

      Expected: at least 1,000 visits to the poll phase before it settles
      Received: resolved in <ms>, after 3 visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        Await something that the loop has to serve, such as setImmediate: promises and ticks alone never let it reach poll.

      > 25 |   await expect(chunks).toYieldAtLeast(1000)
           |                        ^

        at Object.<anonymous> (failing.test.js:25:24)"
    `)
  })

  test('.not.toNotBlockLoopFor', () => {
    expect(failures['does not block, and must not be free']).toMatchInlineSnapshot(`
      "expect(subject).not.toNotBlockLoopFor(5000)

      Expected: the event loop blocked for 5000 ms or longer in one turn
      Received: blocked for <ms>

        <strip>
        └ <ms> in one turn, synchronous
        what waited: <who>
        <whose time it was>

      > 29 |   await expect(() => block(30)).not.toNotBlockLoopFor(5000)
           |                                     ^

        at Object.<anonymous> (failing.test.js:29:37)"
    `)
  })

  test('.not.toBlockLoopFor', () => {
    expect(failures['blocks, and must not']).toMatchInlineSnapshot(`
      "expect(subject).not.toBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms>

        <strip>
        └ <ms> in one turn, synchronous
        what waited: <who>
        <whose time it was>

      > 33 |   await expect(() => block(80)).not.toBlockLoopFor(50)
           |                                     ^

        at Object.<anonymous> (failing.test.js:33:37)"
    `)
  })

  test('.not.toYieldToPoll', () => {
    expect(failures['yields, and must not']).toMatchInlineSnapshot(`
      "expect(subject).not.toYieldToPoll()

      Expected: no visit to the poll phase before it settles
      Received: resolved in <ms>, after 3 visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        what waited: <who>
        <whose time it was>

      > 37 |   await expect(chunks).not.toYieldToPoll()
           |                            ^

        at Object.<anonymous> (failing.test.js:37:28)"
    `)
  })

  test('.not.toYieldAtLeast', () => {
    expect(failures['yields too often']).toMatchInlineSnapshot(`
      "expect(subject).not.toYieldAtLeast(2)

      Expected: fewer than 2 visits to the poll phase before it settles
      Received: resolved in <ms>, after 3 visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>

      > 41 |   await expect(chunks).not.toYieldAtLeast(2)
           |                            ^

        at Object.<anonymous> (failing.test.js:41:28)"
    `)
  })
})
