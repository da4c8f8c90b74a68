import { unexpected } from './bad-input.ts'
import { engine } from './engine.ts'
import { resolveWatchOptions, type WatchOptions } from './options.ts'
import type { LoopReport } from './report.ts'

export type { BlockingBuiltIn } from './blame/blocking-built-ins.ts'
export { type AllowOptions, type LoopSafe, loopSafe } from './loop-safe.ts'
export type { WatchOptions } from './options.ts'
export type * from './report.ts'
export { configure, type Settings } from './settings.ts'

/**
 * Calls a function and tells what it did to the event loop: how often the loop could visit poll, for how long each turn
 * kept it away, what waited meanwhile, and how much of that was the machine's doing.
 *
 * One function is watched at a time in each thread; further calls wait for their turn. A function that throws or rejects
 * does not make `watchLoop` reject: see `report.outcome`.
 *
 * @param subject - what to watch; called with no arguments, its promise is awaited
 * @throws TypeError when the subject is not a function or an option has a bad value
 * @example
 * ```ts
 * const report = await watchLoop(() => importCsv(bigFile))
 * console.log(report.longestStall.ms, report.pollVisits)
 * if (report.outcome.kind === 'resolved') console.log(report.outcome.value)
 * ```
 */
export async function watchLoop(subject: () => unknown, options?: WatchOptions): Promise<LoopReport> {
  if (typeof subject !== 'function') throw unexpected('the subject', 'a function', subject)
  return engine.watch(subject, resolveWatchOptions(options), globalThis)
}
