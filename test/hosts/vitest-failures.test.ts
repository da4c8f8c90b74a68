import { beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { testNumbers } from '../support/numbers.ts'
import { createProject, specFiles, type TestRun } from '../support/runner.ts'
import { vitestSetUp } from '../support/set-ups.ts'
import { vitest4 } from '../support/versions.ts'

const files = {
  ...specFiles('failing', 'vitest'),
  ...vitestSetUp,
}

describe.for([
  ['Vitest 5', undefined],
  ['Vitest 4', vitest4],
] as const)('a failed assertion in %s shows', ([, parent]) => {
  let run: TestRun
  let failures: Failures
  beforeAll(async () => {
    run = await createProject('vitest/failing', files, parent?.()).vitest()
    failures = readFailures('vitest', run.text)
  })

  test('toNotBlockLoopFor', () => {
    expect(failures.blocks).toMatchInlineSnapshot(`
      "Error: expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ failing.test.js:13:22
       ❯ failing.test.js:13:34"
    `)
  })

  testNumbers(() => run.text)

  test('toBlockLoopFor', () => {
    expect(failures['does not block, and should']).toMatchInlineSnapshot(`
      "Error: expect(subject).toBlockLoopFor(5000)

      Expected: the event loop blocked for 5000 ms or longer in one turn
      Received: blocked for <ms>

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
       ❯ failing.test.js:17:33
           17|   await expect(() => block(30)).toBlockLoopFor(5000)
             |                                 ^"
    `)
  })

  test('toYieldToPoll', () => {
    expect(failures['never yields']).toMatchInlineSnapshot(`
      "Error: expect(subject).toYieldToPoll()

      Expected: at least one visit to the poll phase before it settles
      Received: returned synchronously, without a visit to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Await something that the loop has to serve, such as setImmediate: promises and ticks alone never let it reach poll.
       ❯ failing.test.js:21:33
           21|   await expect(() => block(30)).toYieldToPoll()
             |                                 ^"
    `)
  })

  test('toYieldAtLeast', () => {
    expect(failures['yields too rarely']).toMatchInlineSnapshot(`
      "Error: expect(subject).toYieldAtLeast(1000)

      Expected: at least 1,000 visits to the poll phase before it settles
      Received: resolved in <ms>, after 3 visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        Await something that the loop has to serve, such as setImmediate, between smaller pieces of the work.
       ❯ failing.test.js:25:24
           25|   await expect(chunks).toYieldAtLeast(1000)
             |                        ^"
    `)
  })

  test('.not.toNotBlockLoopFor', () => {
    expect(failures['does not block, and must not be free']).toMatchInlineSnapshot(`
      "Error: expect(subject).not.toNotBlockLoopFor(5000)

      Expected: the event loop blocked for 5000 ms or longer in one turn
      Received: blocked for <ms>

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
       ❯ failing.test.js:29:37
           29|   await expect(() => block(30)).not.toNotBlockLoopFor(5000)
             |                                     ^"
    `)
  })

  test('.not.toBlockLoopFor', () => {
    expect(failures['blocks, and must not']).toMatchInlineSnapshot(`
      "Error: expect(subject).not.toBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ failing.test.js:33:22
       ❯ failing.test.js:33:38"
    `)
  })

  test('.not.toYieldToPoll', () => {
    expect(failures['yields, and must not']).toMatchInlineSnapshot(`
      "Error: expect(subject).not.toYieldToPoll()

      Expected: no visit to the poll phase before it settles
      Received: resolved in <ms>, after 3 visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
       ❯ failing.test.js:37:28
           37|   await expect(chunks).not.toYieldToPoll()
             |                            ^"
    `)
  })

  test('.not.toYieldAtLeast', () => {
    expect(failures['yields too often']).toMatchInlineSnapshot(`
      "Error: expect(subject).not.toYieldAtLeast(2)

      Expected: fewer than 2 visits to the poll phase before it settles
      Received: resolved in <ms>, after 3 visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
       ❯ failing.test.js:41:28
           41|   await expect(chunks).not.toYieldAtLeast(2)
             |                            ^"
    `)
  })

  test('toKeepYieldingFor of a function that ends', () => {
    expect(failures['ends, and should go on']).toMatchInlineSnapshot(`
      "Error: expect(subject).toKeepYieldingFor(5000)

      Expected: a function that goes on for 5000 ms, and the event loop free at least every 50 ms
      Received: resolved after <ms>, with <n> visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        It has to go on, and to give the loop a turn every few ms: await setImmediate, not a promise that is resolved already.
       ❯ failing.test.js:45:24
           45|   await expect(chunks).toKeepYieldingFor(5000)
             |                        ^"
    `)
  })

  test('toKeepYieldingFor of long turns', () => {
    expect(failures['keeps the loop while it goes on']).toMatchInlineSnapshot(`
      "Error: expect(subject).toKeepYieldingFor(400)

      Expected: a function that goes on for 400 ms, and the event loop free at least every 50 ms
      Received: stopped after <ms>: block (subjects.js:12) never handed back to the event loop

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        It has to go on, and to give the loop a turn every few ms: await setImmediate, not a promise that is resolved already.
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ failing.test.js:51:7
       ❯ failing.test.js:54:6"
    `)
  })

  test('.not.toKeepYieldingFor', () => {
    expect(failures['goes on, and must not']).toMatchInlineSnapshot(`
      "Error: expect(subject).not.toKeepYieldingFor(300)

      Expected: a function that ends within 300 ms, or keeps the event loop for 500 ms or longer
      Received: blocked for <ms> at worst, with <n> visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
       ❯ failing.test.js:61:10
           61|   }).not.toKeepYieldingFor(300, { budget: 500 })
             |          ^"
    `)
  })

  test('toStarveLoop', () => {
    expect(failures['does not starve, and should']).toMatchInlineSnapshot(`
      "Error: expect(subject).toStarveLoop()

      Expected: a turn that does not end until it is stopped
      Received: resolved in <ms>, after 3 visits to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        A function that blocks for a while and ends is for toBlockLoopFor(ms).
       ❯ failing.test.js:65:24
           65|   await expect(chunks).toStarveLoop()
             |                        ^"
    `)
  })

  test('.not.toStarveLoop', () => {
    expect(failures['starves, and must not']).toMatchInlineSnapshot(`
      "Error: expect(subject).not.toStarveLoop()

      Expected: every turn to end by itself
      Received: stopped after <ms> in block (subjects.js:12), without a visit to poll

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ failing.test.js:70:14
       ❯ failing.test.js:71:10"
    `)
  })
})
