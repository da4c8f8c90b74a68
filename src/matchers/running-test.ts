import type { MatcherContext } from './context.ts'

/** What the runners tell of the test that an assertion runs in. */
export interface RunningTest {
  /** The test's own time limit, in ms. */
  timeout: number | undefined
  /** When it started, in ms since the epoch. */
  startedAt: number | undefined
  /** Whether it has failed already, for example because its time was up. */
  hasFailed(): boolean
}

/** The running test, as far as the host tells of it. */
export function runningTest(context: MatcherContext): RunningTest | undefined {
  return inVitest(context) ?? inJest()
}

function inVitest({ task }: MatcherContext): RunningTest | undefined {
  if (!task) return undefined
  return {
    timeout: task.timeout,
    startedAt: task.result?.startTime,
    hasFailed: () => (task.result?.errors?.length ?? 0) > 0,
  }
}

/** The state that jest-circus keeps on the global of the test file, under a symbol of its own. */
interface CircusState {
  testTimeout: number
  currentlyRunningTest: { timeout?: number | null; startedAt?: number | null; errors: unknown[] } | null
}

function inJest(): RunningTest | undefined {
  const key = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  const state = key && (globalThis as unknown as Record<symbol, CircusState>)[key]
  const test = state?.currentlyRunningTest
  if (!test) return undefined
  return {
    timeout: test.timeout ?? state.testTimeout,
    startedAt: test.startedAt ?? undefined,
    hasFailed: () => test.errors.length > 0,
  }
}
