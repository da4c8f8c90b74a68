import { beforeAll, describe, expect, test } from 'vitest'
import { type Failures, readFailures } from '../support/failures.ts'
import { createProject, specFiles } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'
import { vitest4 } from '../support/versions.ts'

const inVitest = { ...specFiles('failing-sync-calls', 'vitest'), ...vitestSetUp }
const inJest = { ...specFiles('failing-sync-calls', '@jest/globals'), ...jestSetUp }

describe.for([
  ['Vitest 5', undefined],
  ['Vitest 4', vitest4],
] as const)('a call that blocks shows in %s', ([, parent]) => {
  let failures: Failures
  beforeAll(async () => {
    const run = await createProject('vitest/failing-sync-calls', inVitest, parent?.()).vitest()
    failures = readFailures('vitest', run.text)
  })

  test('in the stall that it filled', () => {
    expect(failures['blocks in a built-in']).toMatchInlineSnapshot(`
      "Error: expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by crypto.pbkdf2Sync (1,000,000 iterations) ← hash (subjects.js:48)

        <strip>
        └ <ms> in one turn, most of it in blocking calls
        <whose time it was>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.
       ❯ hash subjects.js:48:43
           48|   process.getBuiltinModule('node:crypto').pbkdf2Sync('secret', 'salt',…
             |                                           ^
       ❯ sync-calls.test.js:5:22
       ❯ sync-calls.test.js:5:39"
    `)
  })

  test('beside what else filled the stall', () => {
    expect(failures['blocks in a built-in and elsewhere']).toMatchInlineSnapshot(`
      "Error: expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        block (subjects.js:12) <ms>
        crypto.pbkdf2Sync (300,000 iterations) ← hash (subjects.js:48) <ms>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.
       ❯ block subjects.js:12:<loop or call>
           12|   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round <…
             | ^
       ❯ sync-calls.test.js:11:5
       ❯ sync-calls.test.js:12:6"
    `)
  })

  test('where none may be made', () => {
    expect(failures['calls what blocks']).toMatchInlineSnapshot(`
      "Error: expect(subject).toMakeNoSyncCalls()

      Expected: no call of a blocking built-in, but for fs.existsSync
      Received: Atomics.wait ← hold (subjects.js:43) for <ms>, and 1 more call

        Atomics.wait ← hold (subjects.js:43) <ms>
        JSON.parse (9 bytes) ← an anonymous function (sync-calls.test.js:17) <ms>
        Instead of Atomics.wait, use Atomics.waitAsync.
        JSON.parse has no asynchronous form: give it less at a time, or move it to a worker.
        A call that is meant to block can be named in \`allow\`.
       ❯ hold subjects.js:43:11
           43|   Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
             |           ^
       ❯ sync-calls.test.js:18:5
       ❯ sync-calls.test.js:19:6"
    `)
  })

  test('where only shorter ones may be made', () => {
    expect(failures['calls what blocks for long']).toMatchInlineSnapshot(`
      "Error: expect(subject).toMakeNoSyncCalls()

      Expected: no call of a blocking built-in that takes 20 ms or longer
      Received: Atomics.wait ← hold (subjects.js:43) for <ms>

        Atomics.wait ← hold (subjects.js:43) <ms>
        Instead of Atomics.wait, use Atomics.waitAsync.
        A call that is meant to block can be named in \`allow\`.
       ❯ hold subjects.js:43:11
           43|   Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
             |           ^
       ❯ sync-calls.test.js:25:5
       ❯ sync-calls.test.js:26:6"
    `)
  })

  test('by its absence, with .not', () => {
    expect(failures['calls nothing that blocks, and should']).toMatchInlineSnapshot(`
      "Error: expect(subject).not.toMakeNoSyncCalls()

      Expected: a call of a blocking built-in
      Received: no such call
       ❯ sync-calls.test.js:30:40
           30|   await expect(() => cooperate(2)).not.toMakeNoSyncCalls({ floor: 0 })
             |                                        ^"
    `)
  })

  test('when it had to be stopped', () => {
    expect(failures['never comes back from what it calls']).toMatchInlineSnapshot(`
      "Error: expect(subject).toMakeNoSyncCalls()

      Expected: no call of a blocking built-in that takes 0.1 ms or longer
      Received: stopped after <ms>, with Atomics.wait ← hold (subjects.js:43) for <ms>

        Atomics.wait ← hold (subjects.js:43) <ms>
        Instead of Atomics.wait, use Atomics.waitAsync.
        A call that is meant to block can be named in \`allow\`.
       ❯ hold subjects.js:43:11
           43|   Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
             |           ^
       ❯ sync-calls.test.js:34:22
       ❯ sync-calls.test.js:34:36"
    `)
  })
})

describe('a call that blocks shows in Jest', () => {
  let failures: Failures
  beforeAll(async () => {
    const run = await createProject('jest/failing-sync-calls', inJest).jest()
    failures = readFailures('jest', run.text)
  })

  test('in the stall that it filled', () => {
    expect(failures['blocks in a built-in']).toMatchInlineSnapshot(`
      "expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by crypto.pbkdf2Sync (1,000,000 iterations) ← hash (subjects.js:48)

        <strip>
        └ <ms> in one turn, most of it in blocking calls
        <whose time it was>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.

      > 48 |   process.getBuiltinModule('node:crypto').pbkdf2Sync('secret', 'salt', iterations, 32, 'sha256')
           |                                           ^

        at hash (subjects.js:48:43)
        at sync-calls.test.js:5:22
        at Object.<anonymous> (sync-calls.test.js:5:39)"
    `)
  })

  test('beside what else filled the stall', () => {
    expect(failures['blocks in a built-in and elsewhere']).toMatchInlineSnapshot(`
      "expect(subject).toNotBlockLoopFor(50)

      Expected: the event loop free at least every 50 ms
      Received: blocked for <ms> by block (subjects.js:12)

        <strip>
        └ <ms> in one turn, synchronous
        <whose time it was>
        block (subjects.js:12) <ms>
        crypto.pbkdf2Sync (300,000 iterations) ← hash (subjects.js:48) <ms>
        what waited: <who>
        Give the loop a turn every few ms (await setImmediate), or move the work to a worker.

      > 12 |   while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < ms * 10_000; round++);
           | ^

        at block (subjects.js:12:<loop or call>)
        at sync-calls.test.js:11:5
        at Object.<anonymous> (sync-calls.test.js:12:6)"
    `)
  })

  test('where none may be made', () => {
    expect(failures['calls what blocks']).toMatchInlineSnapshot(`
      "expect(subject).toMakeNoSyncCalls()

      Expected: no call of a blocking built-in, but for fs.existsSync
      Received: Atomics.wait ← hold (subjects.js:43) for <ms>, and 1 more call

        Atomics.wait ← hold (subjects.js:43) <ms>
        JSON.parse (9 bytes) ← an anonymous function (sync-calls.test.js:17) <ms>
        Instead of Atomics.wait, use Atomics.waitAsync.
        JSON.parse has no asynchronous form: give it less at a time, or move it to a worker.
        A call that is meant to block can be named in \`allow\`.

      > 43 |   Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
           |           ^

        at hold (subjects.js:43:11)
        at sync-calls.test.js:18:5
        at Object.<anonymous> (sync-calls.test.js:19:6)"
    `)
  })

  test('where only shorter ones may be made', () => {
    expect(failures['calls what blocks for long']).toMatchInlineSnapshot(`
      "expect(subject).toMakeNoSyncCalls()

      Expected: no call of a blocking built-in that takes 20 ms or longer
      Received: Atomics.wait ← hold (subjects.js:43) for <ms>

        Atomics.wait ← hold (subjects.js:43) <ms>
        Instead of Atomics.wait, use Atomics.waitAsync.
        A call that is meant to block can be named in \`allow\`.

      > 43 |   Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
           |           ^

        at hold (subjects.js:43:11)
        at sync-calls.test.js:25:5
        at Object.<anonymous> (sync-calls.test.js:26:6)"
    `)
  })

  test('by its absence, with .not', () => {
    expect(failures['calls nothing that blocks, and should']).toMatchInlineSnapshot(`
      "expect(subject).not.toMakeNoSyncCalls()

      Expected: a call of a blocking built-in
      Received: no such call

      > 30 |   await expect(() => cooperate(2)).not.toMakeNoSyncCalls({ floor: 0 })
           |                                        ^

        at Object.<anonymous> (sync-calls.test.js:30:40)"
    `)
  })

  test('when it had to be stopped', () => {
    expect(failures['never comes back from what it calls']).toMatchInlineSnapshot(`
      "expect(subject).toMakeNoSyncCalls()

      Expected: no call of a blocking built-in that takes 0.1 ms or longer
      Received: stopped after <ms>, with Atomics.wait ← hold (subjects.js:43) for <ms>

        Atomics.wait ← hold (subjects.js:43) <ms>
        Instead of Atomics.wait, use Atomics.waitAsync.
        A call that is meant to block can be named in \`allow\`.

      > 43 |   Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
           |           ^

        at hold (subjects.js:43:11)
        at sync-calls.test.js:34:22
        at Object.<anonymous> (sync-calls.test.js:34:36)"
    `)
  })
})
