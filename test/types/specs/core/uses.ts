import { configure, type LoopReport, type Settings, type Stall, type WatchOptions, watchLoop } from 'loop-canary'
import type * as matchers from 'loop-canary/matchers'
import { type LoopMatchers, type MatcherContext, toNotBlockLoopFor } from 'loop-canary/matchers'

const subject = async () => 'done'
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

export async function rightUses(signal: AbortSignal): Promise<Stall> {
  const options: WatchOptions = { budget: 20, canaries: ['timer', 'socket'], runs: 3, warmup: 1, timeout: false }
  const report: LoopReport = await watchLoop(subject, { ...options, signal })
  if (report.outcome.kind === 'rejected') throw report.outcome.thrown
  if (report.outcome.kind === 'pending') console.log(report.outcome.afterMs)
  console.log(report.pollVisits, report.canaries.socket?.firstServedMs, report.noise.source satisfies string)
  const settings: Settings = { strict: true, scale: 2.5, stopAfter: false }
  configure(settings)
  console.log(report.longestStall.atMostMs - report.longestStall.ms, report.longestStall.doubts.join())
  const [call] = report.syncCalls
  console.log(call?.name, call?.bytes, call?.site?.callers[0]?.line, report.longestStall.sites[0]?.call?.count)
  return report.longestStall
}

export async function wrongUses(): Promise<void> {
  // @ts-expect-error a function, not its promise
  await watchLoop(subject())
  // @ts-expect-error no such option
  await watchLoop(subject, { retries: 3 })
  // @ts-expect-error no such canary
  await watchLoop(subject, { canaries: ['parrot'] })
  // @ts-expect-error no such setting
  configure({ budget: 50 })
  // @ts-expect-error a scale is a number
  configure({ scale: '2' })
  // @ts-expect-error a budget is a number
  await watchLoop(subject, { budget: '50' })
  const report = await watchLoop(subject)
  // @ts-expect-error only what was thrown has an error
  console.log(report.outcome.error)
}

/** The pure matchers, for an `expect` that we know nothing of. */
export async function otherHost(context: MatcherContext): Promise<boolean> {
  // @ts-expect-error a matcher needs the context of its host
  await toNotBlockLoopFor(subject, 50)
  // @ts-expect-error a budget is a number
  await toNotBlockLoopFor.call(context, subject, '50')
  const { pass, message } = await toNotBlockLoopFor.call(context, subject, 50, { strict: true })
  return pass && message() === ''
}

export const sameNames: Equal<keyof typeof matchers, keyof LoopMatchers> = true
export const floating: Equal<ReturnType<typeof watchLoop>, Promise<LoopReport>> = true
