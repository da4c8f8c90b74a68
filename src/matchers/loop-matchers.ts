import type { MatcherOptions } from './define-matcher.ts'
import type { KeepYieldingOptions } from './to-keep-yielding-for.ts'
import type { ProgressOptions } from './to-let.ts'
import type { HttpOptions } from './to-let-http-respond.ts'
import type { NoSyncCallsOptions } from './to-make-no-sync-calls.ts'

/** What `expect(fn)` can do once the matchers are registered. Every matcher must be awaited, and every one works with `.not`. */
export interface LoopMatchers {
  /**
   * The function may take as long as it likes, and must let the event loop go on: no turn may keep it from visiting the
   * poll phase for `ms` milliseconds or longer. The time that the machine took for others is not counted.
   *
   * @param ms - the budget, in milliseconds
   * @example
   * ```ts
   * await expect(() => importCsv(bigFile)).toNotBlockLoopFor(50)
   * ```
   */
  toNotBlockLoopFor(ms: number, options?: MatcherOptions): Promise<void>

  /**
   * The opposite, for documenting code that blocks: some turn keeps the loop from poll for `ms` milliseconds or longer.
   *
   * @param ms - the shortest stall that counts, in milliseconds
   * @example
   * ```ts
   * await expect(() => bcrypt.hashSync(password, 12)).toBlockLoopFor(50)
   * ```
   */
  toBlockLoopFor(ms: number, options?: MatcherOptions): Promise<void>

  /**
   * The function hands back to the event loop at least once before it settles, so that sockets can be served. Proved by
   * counting the loop's visits to the poll phase and by a byte that waits on a real socket; no clock is involved.
   *
   * @example
   * ```ts
   * await expect(() => importCsv(bigFile)).toYieldToPoll()
   * ```
   */
  toYieldToPoll(options?: MatcherOptions): Promise<void>

  /**
   * The function hands back to the event loop at least `visits` times before it settles. Exact for work that is chunked
   * with `setImmediate`; a function that waits on timers or I/O may see more visits than it asked for.
   *
   * @param visits - a whole number, 1 or more
   * @example
   * ```ts
   * await expect(() => resizeAll(tenImages)).toYieldAtLeast(9)
   * ```
   */
  toYieldAtLeast(visits: number, options?: MatcherOptions): Promise<void>

  /**
   * The function does not end, and lets the event loop go on all the time: for `ms` milliseconds no turn may take `budget`
   * (50 ms by default) or longer. Then its timers, intervals and immediates are cancelled, so that nothing of it runs in the
   * next test; what waits for I/O goes on.
   *
   * @param ms - how long to watch it, in milliseconds
   * @example
   * ```ts
   * await expect(() => poller.run()).toKeepYieldingFor(200)
   * ```
   */
  toKeepYieldingFor(ms: number, options?: KeepYieldingOptions): Promise<void>

  /**
   * For documenting code that must never run: a turn of the function does not end by itself, and is stopped after
   * `stopAfter` milliseconds.
   *
   * @example
   * ```ts
   * await expect(async () => { while (true) await null }).toStarveLoop()
   * ```
   */
  toStarveLoop(options?: MatcherOptions): Promise<void>

  /**
   * The function calls none of Node's built-ins that hold the thread until they are through, such as `fs.readFileSync`,
   * `child_process.execSync`, `crypto.pbkdf2Sync` or `JSON.parse`. Each call is judged by the time that it takes, not by its name:
   * calls shorter than `floor` (0.1 ms by default) do not count.
   *
   * @example
   * ```ts
   * await expect(() => handleRequest(request)).toMakeNoSyncCalls({ allow: ['JSON.parse'] })
   * ```
   */
  toMakeNoSyncCalls(options?: NoSyncCallsOptions): Promise<void>

  /**
   * Timers that come due while the function runs fire before it settles: `atLeast` times (1 by default), and none later than `within` ms
   * after it was due, where that is given.
   *
   * @example
   * ```ts
   * await expect(() => importCsv(bigFile)).toLetTimersFire({ within: 50 })
   * ```
   */
  toLetTimersFire(options?: ProgressOptions): Promise<void>

  /**
   * Immediates run before the function settles: `atLeast` of them (1 by default), and none waits for `within` ms or longer, where that is
   * given.
   */
  toLetImmediatesRun(options?: ProgressOptions): Promise<void>

  /**
   * Bytes that arrive on a real connection, one every 5 ms, are read and answered before the function settles: `atLeast` of them (1 by
   * default), and none waits for `within` ms or longer, where that is given. The time is that of the sender, in another thread.
   *
   * @example
   * ```ts
   * await expect(() => importCsv(bigFile)).toLetSocketsProgress({ within: 50 })
   * ```
   */
  toLetSocketsProgress(options?: ProgressOptions): Promise<void>

  /** The same for messages that a worker sends, one every 5 ms. */
  toLetWorkersDeliver(options?: ProgressOptions): Promise<void>

  /**
   * An HTTP server in this thread answers while the function runs: your own (`url` or `server`), or one that does nothing else. `rate`
   * requests a second come from another thread (100 by default); `percentile` % of them (99 by default) are answered within `within` ms.
   *
   * @example
   * ```ts
   * await expect(() => importOrders()).toLetHttpRespond({ url: 'http://127.0.0.1:3000/health', within: 50, percentile: 99 })
   * ```
   */
  toLetHttpRespond(options?: HttpOptions): Promise<void>

  /**
   * The work is done elsewhere: the event loop is busy for less than `ratio` of the time until the function settles.
   *
   * @param ratio - above 0, 1 at most
   * @example
   * ```ts
   * await expect(() => resizeInWorker(image)).toKeepLoopUtilizationUnder(0.2)
   * ```
   */
  toKeepLoopUtilizationUnder(ratio: number, options?: MatcherOptions): Promise<void>
}
