import type { MatcherOptions } from './define-matcher.ts'

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
}
