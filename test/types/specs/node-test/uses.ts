import test from 'node:test'
import {
  assertBlockLoopFor,
  assertKeepLoopUtilizationUnder,
  assertKeepYieldingFor,
  assertLetHttpRespond,
  assertLetImmediatesRun,
  assertLetSocketsProgress,
  assertLetTimersFire,
  assertLetWorkersDeliver,
  assertMakeNoSyncCalls,
  assertNotBlockLoopFor,
  assertStarveLoop,
  assertYieldAtLeast,
  assertYieldToPoll,
} from 'loop-canary/node-test'

const subject = async () => 'done'
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

test('right uses', async (t: test.TestContext) => {
  await t.assert.notBlockLoopFor(subject, 50)
  await t.assert.notBlockLoopFor(subject, 50, { runs: 3, warmup: 1, timeout: false, strict: true })
  await t.assert.blockLoopFor(() => 42, 0.5)
  await t.assert.yieldToPoll(subject, { signal: t.signal })
  await t.assert.yieldAtLeast(subject, 3)
  await assertNotBlockLoopFor(subject, 50, { runs: 3 })
  await assertBlockLoopFor(subject, 50)
  await assertYieldToPoll(subject)
  await assertYieldAtLeast(subject, 3)
  await assertKeepYieldingFor(subject, 200, { budget: 20 })
  await assertStarveLoop(subject, { stopAfter: 500 })
  await t.assert.keepYieldingFor(subject, 200)
  await t.assert.starveLoop(subject)
  await t.assert.makeNoSyncCalls(subject, { allow: ['crypto.pbkdf2Sync'] })
  await assertMakeNoSyncCalls(subject, { floor: 1 })
  await t.assert.letTimersFire(subject, { within: 50 })
  await t.assert.letImmediatesRun(subject)
  await t.assert.letSocketsProgress(subject, { atLeast: 2 })
  await t.assert.letWorkersDeliver(subject)
  await t.assert.letHttpRespond(subject, { rate: 10, percentile: 90 })
  await t.assert.keepLoopUtilizationUnder(subject, 0.5)
  await assertLetTimersFire(subject)
  await assertLetImmediatesRun(subject, { atLeast: 3 })
  await assertLetSocketsProgress(subject, { within: 20 })
  await assertLetWorkersDeliver(subject)
  await assertLetHttpRespond(subject, { url: 'http://127.0.0.1:3000/health' })
  await assertKeepLoopUtilizationUnder(subject, 0.2)
  t.assert.ok(true)
})

test('wrong uses', async (t) => {
  // @ts-expect-error the budget is missing
  await t.assert.notBlockLoopFor(subject)
  // @ts-expect-error a budget is a number
  await t.assert.blockLoopFor(subject, '50')
  // @ts-expect-error the function itself, not its promise
  await t.assert.yieldToPoll(subject())
  // @ts-expect-error no such option
  await t.assert.yieldAtLeast(subject, 3, { retries: 3 })
  // @ts-expect-error the budget is missing
  await assertNotBlockLoopFor(subject)
  // @ts-expect-error a budget is a number
  await assertBlockLoopFor(subject, '50')
  // @ts-expect-error the second argument is the budget already
  await assertNotBlockLoopFor(subject, 50, { budget: 20 })
  // @ts-expect-error a name as the messages have it
  await t.assert.makeNoSyncCalls(subject, { allow: ['pbkdf2Sync'] })
  // @ts-expect-error it resolves to nothing
  const report: object = await assertYieldToPoll(subject)
  // @ts-expect-error it resolves to nothing
  const other: object = await t.assert.yieldAtLeast(subject, 1)
  void [report, other]
})

// Whoever forgets to await has a promise in hand, which linters report as floating.
const forgotten: {
  [Name in keyof Forgotten]: Equal<Forgotten[Name], Promise<void>>
} = { notBlockLoopFor: true, blockLoopFor: true, yieldToPoll: true, yieldAtLeast: true, plain: true }

void forgotten

type Forgotten = ReturnType<typeof forget>

function forget(t: test.TestContext) {
  return {
    notBlockLoopFor: t.assert.notBlockLoopFor(subject, 50),
    blockLoopFor: t.assert.blockLoopFor(subject, 50),
    yieldToPoll: t.assert.yieldToPoll(subject),
    yieldAtLeast: t.assert.yieldAtLeast(subject, 1),
    plain: assertYieldToPoll(subject),
  }
}
