import type { MatcherContext } from './context.ts'

/** What the runners tell of the test that an assertion runs in. */
export interface RunningTest {
  /** The test's own time limit, in ms. */
  timeout: number | undefined
  /** When it started, in ms since the epoch. */
  startedAt: number | undefined
  /** Whether it may be another one: where several run at once, Vitest's global `expect` and Jest tell of the last started. */
  isGuess: boolean
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
    // The `expect` of the test's own context knows its test; `_local` tells whether the test has asked for one.
    isGuess: (task.concurrent ?? false) && !task.context._local,
    hasFailed: () => (task.result?.errors?.length ?? 0) > 0,
  }
}

/** The state that jest-circus keeps on the global of the test file, under a symbol of its own. */
interface CircusState {
  testTimeout: number
  currentlyRunningTest: {
    timeout?: number | null
    startedAt?: number | null
    concurrent?: boolean
    errors: unknown[]
  } | null
}

function inJest(): RunningTest | undefined {
  const key = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  const state = key && (globalThis as unknown as Record<symbol, CircusState>)[key]
  const test = state?.currentlyRunningTest
  if (!test) return undefined
  return {
    timeout: test.timeout ?? state.testTimeout,
    startedAt: test.startedAt ?? undefined,
    isGuess: test.concurrent ?? false,
    hasFailed: () => test.errors.length > 0,
  }
}
