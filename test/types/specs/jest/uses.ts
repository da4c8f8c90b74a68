import 'loop-canary/jest'

const subject = async () => 'done'
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

export async function rightUses(signal: AbortSignal): Promise<void> {
  await expect(subject).toNotBlockLoopFor(50)
  await expect(subject).toNotBlockLoopFor(50, { runs: 3, warmup: 1, timeout: false, strict: true, signal })
  await expect(subject).toBlockLoopFor(0.5, { timeout: 200 })
  await expect(subject).toYieldToPoll()
  await expect(() => 42).toYieldToPoll({ strict: true })
  await expect(subject).toYieldAtLeast(3, {})
  await expect(subject).toKeepYieldingFor(200, { budget: 20, stopAfter: false })
  await expect(subject).toKeepYieldingFor(3_600_000, { clock: 'virtual', load: { sockets: 10 } })
  await expect(subject).toStarveLoop({ stopAfter: 500 })
  await expect(subject).toMakeNoSyncCalls()
  await expect(subject).not.toMakeNoSyncCalls({ allow: ['fs.readFileSync', 'JSON.parse'], floor: 0, warmup: 1 })
  await expect(subject).toLetTimersFire({ within: 50, atLeast: 2, warmup: 1 })
  await expect(subject).toLetImmediatesRun()
  await expect(subject).not.toLetSocketsProgress({ within: 50 })
  await expect(subject).toLetWorkersDeliver({ strict: true, rerun: 2 })
  await expect(subject).toLetHttpRespond({ url: new URL('http://localhost/'), within: 50, percentile: 99, rate: 200 })
  await expect(subject).toKeepLoopUtilizationUnder(0.5, { rerun: 1 })
  await expect(subject).not.toNotBlockLoopFor(50)
  await expect(subject).not.toBlockLoopFor(50)
  await expect(subject).not.toYieldToPoll()
  await expect(subject).not.toYieldAtLeast(3)
}

export async function wrongUses(): Promise<void> {
  // @ts-expect-error the budget is missing
  await expect(subject).toNotBlockLoopFor()
  // @ts-expect-error the budget is missing
  await expect(subject).toBlockLoopFor({ runs: 3 })
  // @ts-expect-error a budget is a number
  await expect(subject).toNotBlockLoopFor('50')
  // @ts-expect-error a budget is a number
  await expect(subject).not.toBlockLoopFor('50 ms')
  // @ts-expect-error the number of visits is missing
  await expect(subject).toYieldAtLeast()
  // @ts-expect-error it takes no budget
  await expect(subject).toYieldToPoll(50)
  // @ts-expect-error no such option
  await expect(subject).toNotBlockLoopFor(50, { retries: 3 })
  // @ts-expect-error the first argument is the budget already
  await expect(subject).toNotBlockLoopFor(50, { budget: 20 })
  // @ts-expect-error a bad value of an option
  await expect(subject).toYieldToPoll({ timeout: '1s' })
  // @ts-expect-error it resolves to nothing
  const report: object = await expect(subject).toYieldToPoll()
  // @ts-expect-error the first argument says how long
  await expect(subject).toKeepYieldingFor(200, { timeout: 300 })
  // @ts-expect-error a name as the messages have it
  await expect(subject).toMakeNoSyncCalls({ allow: ['readFileSync'] })
  // @ts-expect-error one call of the function is judged
  await expect(subject).toMakeNoSyncCalls({ runs: 3 })
  // @ts-expect-error only toMakeNoSyncCalls has a floor
  await expect(subject).toYieldToPoll({ floor: 1 })
  // @ts-expect-error a ratio is a number
  await expect(subject).toKeepLoopUtilizationUnder('50 %')
  // @ts-expect-error only HTTP has percentiles
  await expect(subject).toLetTimersFire({ percentile: 99 })
  // @ts-expect-error one of 50, 90, 99 and 100
  await expect(subject).toLetHttpRespond({ percentile: 95 })
  // @ts-expect-error no such matcher
  await expect(subject).toNotBlockLoop(50)
  void report
}

// Whoever forgets to await has a promise in hand, which linters report as floating.
export const forgotten: {
  [Name in keyof Forgotten]: Equal<Forgotten[Name], Promise<void>>
} = { toNotBlockLoopFor: true, toBlockLoopFor: true, toYieldToPoll: true, toYieldAtLeast: true, not: true }

type Forgotten = ReturnType<typeof forget>

function forget() {
  return {
    toNotBlockLoopFor: expect(subject).toNotBlockLoopFor(50),
    toBlockLoopFor: expect(subject).toBlockLoopFor(50),
    toYieldToPoll: expect(subject).toYieldToPoll(),
    toYieldAtLeast: expect(subject).toYieldAtLeast(1),
    not: expect(subject).not.toYieldToPoll(),
  }
}
