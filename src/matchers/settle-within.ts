import { engine } from '../engine.ts'
import { MAX_TIMEOUT_MS } from '../options.ts'
import type { MatcherContext } from './context.ts'

/** The part of a test's time that one assertion may use, so that it speaks before the runner's own timeout cuts it off. */
const SHARE = 0.8

/** Where Jest keeps the timeout of the running test file. */
const JEST_TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL')

/** The default of `settleWithin`: what the runner's timeout leaves, where the runner tells it. */
export function defaultSettleWithin(context: MatcherContext): number | false | undefined {
  const timeout = context.task?.timeout ?? (globalThis as { [JEST_TIMEOUT]?: number })[JEST_TIMEOUT]
  if (timeout === undefined) return undefined
  // A test without a timeout asked to wait for ever.
  if (timeout === 0 || timeout > MAX_TIMEOUT_MS) return false
  const startedAt = context.task?.result?.startTime
  const elapsed = startedAt === undefined ? 0 : Math.max(0, engine.epochNow() - startedAt)
  return Math.max(1, (timeout - elapsed) * SHARE)
}
