import { beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, specFiles } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'
import { vitest4 } from '../support/versions.ts'

const inVitest = { ...specFiles('failing-progress', 'vitest'), ...vitestSetUp }
const inJest = { ...specFiles('failing-progress', '@jest/globals'), ...jestSetUp }

/** What was expected and received: the rest depends on how busy the machine was. */
const told = (failure = ''): string | undefined => failure.split('\n\n')[1]

/** What blocks behind an await is in a microtask: a look that came before it, on a busy machine, finds that microtasks ran. */
const inEitherKind = (failure = ''): string =>
  failure
    .replace(/^Received: starved for [\d,.]+ ms/m, 'Received: blocked for <ms>')
    .replace(/in one turn, in microtasks$/m, 'in one turn, synchronous')

/** How busy the machine was shows in what these tell besides, in either runner. */
function testTimeThatFlew(failures: () => Failures): void {
  test('polls for an hour of virtual time', () => {
    expect(told(failures()['polls for an hour of virtual time'])).toMatchInlineSnapshot(`
      "Expected: the event loop free at least every 50 ms
      Received: still pending after <ms> of virtual time, after <n> visits to poll"
    `)
    expect(failures()['polls for an hour of virtual time']).toMatch(
      /<ms> of virtual time went by in <ms>, in which it was called back by <whom>[\s\S]*progress\.test\.js:41:36/,
    )
  })

  test('needs more real time than there is for an hour', () => {
    expect(told(failures()['needs more real time than there is for an hour'])).toMatchInlineSnapshot(`
      "Expected: the event loop free at least every 500 ms
      Received: still pending after <ms> of virtual time, after <n> visits to poll"
    `)
    expect(failures()['needs more real time than there is for an hour']).toMatch(
      /<ms> of virtual time went by in <ms>, in which it was called back by <whom>\n.*the real time was up before the virtual time was[\s\S]*progress\.test\.js:56:6/,
    )
  })
}

describe.for([
  ['Vitest 5', undefined],
  ['Vitest 4', vitest4],
] as const)('what could not progress shows in %s', ([, parent]) => {
  let failures: Failures
  beforeAll(async () => {
    const run = await createProject('vitest/failing-progress', inVitest, parent?.()).vitest()
    failures = readFailures('vitest', run.text)
  })

  test('returns before a timer can fire', () => {
    expect(failures['returns before a timer can fire']).toMatchInlineSnapshot(`
      "Error: expect(subject).toLetTimersFire()

      Expected: a timer fired before it settles
      Received: returned synchronously, <n> timers fired; the longest wait <ms>, held up by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Await something that the loop has to serve, such as setImmediate: promises and ticks alone never let it reach poll.
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ progress.test.js:6:22
       ❯ progress.test.js:6:34"
    `)
  })

  test('lets a socket wait', () => {
    expect(inEitherKind(failures['lets a socket wait'])).toMatchInlineSnapshot(`
      "Error: expect(subject).toLetSocketsProgress()

      Expected: a byte answered before it settles, each within 50 ms
      Received: <n> bytes answered; the longest wait <ms>, held up by block (subjects.js:12)

        1 there at the call, <n> bytes sent meanwhile: <how long they took>
        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ progress.test.js:12:5
       ❯ progress.test.js:14:6"
    `)
  })

  test('lets more requests wait than it may', () => {
    expect(failures['lets more requests wait than it may']).toMatchInlineSnapshot(`
      "Error: expect(subject).toLetHttpRespond()

      Expected: a request answered before it settles, 99 % of them within 20 ms
      Received: <n> requests answered; 99 % of them within <ms>, held up by block (subjects.js:12)

        <n> requests sent meanwhile: <how long they took>
        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ progress.test.js:20:5
       ❯ progress.test.js:21:6"
    `)
  })

  test('runs too few immediates', () => {
    expect(told(failures['runs too few immediates'])).toMatchInlineSnapshot(`
      "Expected: 1,000,000 immediates run before it settles
      Received: <n> immediates run; the longest wait <ms>"
    `)
  })

  test('lets messages be delivered, and should not', () => {
    expect(told(failures['lets messages be delivered, and should not'])).toMatchInlineSnapshot(`
      "Expected: no message delivered before it settles
      Received: <n> messages delivered; the longest wait <ms>"
    `)
  })

  test('works itself', () => {
    expect(failures['works itself']).toMatchInlineSnapshot(`
      "Error: expect(subject).toKeepLoopUtilizationUnder(0.2)

      Expected: the event loop busy for less than 20 % of the time
      Received: busy for <share> of <ms>, mostly with block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Move the work to a worker, or to a process of its own.
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ progress.test.js:33:22
       ❯ progress.test.js:33:34"
    `)
  })

  testTimeThatFlew(() => failures)

  test('blocks in the middle of a virtual minute', () => {
    expect(inEitherKind(failures['blocks in the middle of a virtual minute'])).toMatchInlineSnapshot(`
      "Error: expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        <ms> of virtual time went by in <ms>, in which it was called back by <whom>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ progress.test.js:47:5
       ❯ progress.test.js:49:6"
    `)
  })
})

describe('what could not progress shows in Jest', () => {
  let failures: Failures
  beforeAll(async () => {
    const run = await createProject('jest/failing-progress', inJest).jest()
    failures = readFailures('jest', run.text)
  })

  test('returns before a timer can fire', () => {
    expect(failures['returns before a timer can fire']).toMatchInlineSnapshot(`
      "expect(subject).toLetTimersFire()

      Expected: a timer fired before it settles
      Received: returned synchronously, <n> timers fired; the longest wait <ms>, held up by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Await something that the loop has to serve, such as setImmediate: promises and ticks alone never let it reach poll.

      > 12 |   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < ms * 10_000; round++);
           | ^

        at block (subjects.js:12:<loop or call>)
        at progress.test.js:6:22
        at Object.<anonymous> (progress.test.js:6:34)"
    `)
  })

  test('lets a socket wait', () => {
    expect(inEitherKind(failures['lets a socket wait'])).toMatchInlineSnapshot(`
      "expect(subject).toLetSocketsProgress()

      Expected: a byte answered before it settles, each within 50 ms
      Received: <n> bytes answered; the longest wait <ms>, held up by block (subjects.js:12)

        1 there at the call, <n> bytes sent meanwhile: <how long they took>
        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.

      > 12 |   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < ms * 10_000; round++);
           | ^

        at block (subjects.js:12:<loop or call>)
        at progress.test.js:12:5
        at Object.<anonymous> (progress.test.js:14:6)"
    `)
  })

  test('lets more requests wait than it may', () => {
    expect(failures['lets more requests wait than it may']).toMatchInlineSnapshot(`
      "expect(subject).toLetHttpRespond()

      Expected: a request answered before it settles, 99 % of them within 20 ms
      Received: <n> requests answered; 99 % of them within <ms>, held up by block (subjects.js:12)

        <n> requests sent meanwhile: <how long they took>
        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.

      > 12 |   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < ms * 10_000; round++);
           | ^

        at block (subjects.js:12:<loop or call>)
        at progress.test.js:20:5
        at Object.<anonymous> (progress.test.js:21:6)"
    `)
  })

  test('runs too few immediates', () => {
    expect(told(failures['runs too few immediates'])).toMatchInlineSnapshot(`
      "Expected: 1,000,000 immediates run before it settles
      Received: <n> immediates run; the longest wait <ms>"
    `)
  })

  test('lets messages be delivered, and should not', () => {
    expect(told(failures['lets messages be delivered, and should not'])).toMatchInlineSnapshot(`
      "Expected: no message delivered before it settles
      Received: <n> messages delivered; the longest wait <ms>"
    `)
  })

  test('works itself', () => {
    expect(failures['works itself']).toMatchInlineSnapshot(`
      "expect(subject).toKeepLoopUtilizationUnder(0.2)

      Expected: the event loop busy for less than 20 % of the time
      Received: busy for <share> of <ms>, mostly with block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        Move the work to a worker, or to a process of its own.

      > 12 |   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < ms * 10_000; round++);
           | ^

        at block (subjects.js:12:<loop or call>)
        at progress.test.js:33:22
        at Object.<anonymous> (progress.test.js:33:34)"
    `)
  })

  testTimeThatFlew(() => failures)

  test('blocks in the middle of a virtual minute', () => {
    expect(inEitherKind(failures['blocks in the middle of a virtual minute'])).toMatchInlineSnapshot(`
      "expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        what waited: <who>
        <ms> of virtual time went by in <ms>, in which it was called back by <whom>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.

      > 12 |   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < ms * 10_000; round++);
           | ^

        at block (subjects.js:12:<loop or call>)
        at progress.test.js:47:5
        at Object.<anonymous> (progress.test.js:49:6)"
    `)
  })
})
