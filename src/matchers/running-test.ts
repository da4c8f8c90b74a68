import { relative } from 'node:path'
import process from 'node:process'
import type { MatcherContext } from './context.ts'

/** What the runners tell of the test that an assertion runs in. */
export interface RunningTest {
  /** The host's own object for it. */
  identity: object
  /** The test's own time limit, in ms. */
  timeout: number | undefined
  /** When it started, in ms since the epoch. */
  startedAt: number | undefined
  /** Whether it may be another one: where several run at once, Vitest's global `expect` and Jest tell of the last started. */
  isGuess: boolean
  /** How many errors it has by now: those of earlier tries count in Vitest. */
  errors(): number
}

/** The running test, as far as the host tells of it. */
export function runningTest(context: MatcherContext): RunningTest | undefined {
  return inVitest(context) ?? runningJestTest()
}

/** The running test in words, such as `csv.test.ts > imports`; empty where it is not known which one that is. */
export function nameOfRunningTest(context: MatcherContext): string {
  if (runningTest(context)?.isGuess) return ''
  const { currentTestName, testPath } = context
  return [testPath && relative(process.cwd(), testPath), currentTestName].filter(Boolean).join(' > ')
}

function inVitest({ task }: MatcherContext): RunningTest | undefined {
  if (!task) return undefined
  return {
    identity: task,
    timeout: task.timeout,
    startedAt: task.result?.startTime,
    // The `expect` of the test's own context knows its test; `_local` tells whether the test has asked for one.
    isGuess: (task.concurrent ?? false) && !task.context._local,
    errors: () => task.result?.errors?.length ?? 0,
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

/** The test that Jest runs, or whose hooks it runs. */
export function runningJestTest(): RunningTest | undefined {
  const key = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  const state = key && (globalThis as unknown as Record<symbol, CircusState>)[key]
  const test = state?.currentlyRunningTest
  if (!test) return undefined
  return {
    identity: test,
    timeout: test.timeout ?? state.testTimeout,
    startedAt: test.startedAt ?? undefined,
    isGuess: test.concurrent ?? false,
    errors: () => test.errors.length,
  }
}
