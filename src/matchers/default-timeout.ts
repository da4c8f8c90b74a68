import { engine } from '../engine.ts'
import { MAX_TIMEOUT_MS } from '../options.ts'
import type { MatcherContext } from './context.ts'
import { runningTest } from './running-test.ts'

/** The part of a test's time that one assertion may use, so that it speaks before the runner's own timeout cuts it off. */
const SHARE = 0.8

/** The default of `timeout`: what the test's own time limit leaves, where the runner tells it. */
export function defaultTimeout(context: MatcherContext): number | false | undefined {
  const { timeout, startedAt } = runningTest(context) ?? {}
  if (timeout === undefined) return undefined
  // A test without a time limit asked to wait for ever.
  if (timeout === 0 || timeout > MAX_TIMEOUT_MS) return false
  const elapsed = startedAt === undefined ? 0 : Math.max(0, engine.epochNow() - startedAt)
  return Math.max(1, (timeout - elapsed) * SHARE)
}
