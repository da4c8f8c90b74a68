import { relative } from 'node:path'
import process from 'node:process'
import type { MatcherContext, VitestTask } from './context.ts'

/** What the runners tell of the test that an assertion runs in. */
export interface RunningTest {
  /** The host's own object for it. */
  identity: object
  /** The test's own time limit, in ms. */
  timeout: number | undefined
  /** When it started, in ms since the epoch. */
  startedAt: number | undefined
  /**
   * Whether the assertion may stand in another one: Vitest's global `expect` and Jest 29 tell of the last that was started. It may be known only
   * later.
   */
  isGuess(): boolean
  /** How many errors it has by now: those of earlier tries count in Vitest. */
  errors(): number
}

/** The running test, as far as the host tells of it. */
export function runningTest(context: MatcherContext): RunningTest | undefined {
  return inVitest(context) ?? inJest(context)
}

/** The running test's full name, without its file; `undefined` where it is not known which one that is. */
export function titleOfRunningTest(context: MatcherContext): string | undefined {
  if (runningTest(context)?.isGuess()) return undefined
  return context.currentConcurrentTestName?.() ?? context.currentTestName
}

/** The running test in words, such as `csv.test.ts > imports`, as far as it is known which one that is. */
export function nameOfRunningTest(context: MatcherContext): string {
  const { testPath } = context
  return [testPath && relative(process.cwd(), testPath), titleOfRunningTest(context)].filter(Boolean).join(' > ')
}

function inVitest({ task }: MatcherContext): RunningTest | undefined {
  if (!task) return undefined
  const others = othersUnderWay(task)
  return {
    identity: task,
    timeout: task.timeout,
    startedAt: task.result?.startTime,
    // The `expect` of the test's own context knows its test; `_local` tells whether the test has asked for one.
    isGuess: () => others.length > 0 && [task, ...others].some(({ context }) => !context._local),
    errors: () => task.result?.errors?.length ?? 0,
  }
}

/** The other tests of the file that may call something now: those that are not over, hooks included, and those that were cut off. */
function othersUnderWay(task: VitestTask): VitestTask[] {
  const mayCall = ({ result, context }: VitestTask): boolean =>
    result !== undefined && (result.duration === undefined || (context.signal?.aborted ?? false))
  return testsIn<VitestTask>(task.file?.tasks ?? []).filter((test) => test !== task && mayCall(test))
}

/** The tests in a list of tests and suites, or describe blocks. */
const testsIn = <Test>(tasks: readonly object[]): Test[] =>
  tasks.flatMap((task: { tasks?: object[]; children?: object[] }) => {
    const inside = task.tasks ?? task.children
    return inside ? testsIn<Test>(inside) : [task as Test]
  })

/** A test as jest-circus keeps it. */
interface CircusTest {
  timeout?: number | null
  startedAt?: number | null
  concurrent?: boolean
  errors: unknown[]
}

/** The state that jest-circus keeps on the global of the test file, under a symbol of its own. */
interface CircusState {
  testTimeout: number
  currentlyRunningTest: CircusTest | null
  rootDescribeBlock: { children: object[] }
}

function circusState(): CircusState | undefined {
  const key = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  return key && (globalThis as unknown as Record<symbol, CircusState>)[key]
}

function inJest(context: MatcherContext): RunningTest | undefined {
  const state = circusState()
  // Newer versions know it by the async context. Older ones know only that it is one that runs concurrently.
  const known = context.currentTestIdentity?.() as CircusTest | undefined
  const test = known ?? state?.currentlyRunningTest
  if (!state || !test) return undefined
  const isGuess =
    !known && (test.concurrent || context.currentConcurrentTestName?.() !== undefined || mayBeCutOff(state))
  return {
    identity: test,
    timeout: test.timeout ?? state.testTimeout,
    startedAt: test.startedAt ?? undefined,
    isGuess: () => isGuess,
    errors: () => test.errors.length,
  }
}

/** Whether a test was cut off, and may go on: its error tells. */
const mayBeCutOff = ({ rootDescribeBlock }: CircusState): boolean =>
  testsIn<CircusTest>(rootDescribeBlock.children).some(({ errors }) => /Exceeded timeout/.test(String(errors)))

/** The test that Jest has just run, in a hook behind it. */
export const testInJestHook = (): object | undefined => circusState()?.currentlyRunningTest ?? undefined
