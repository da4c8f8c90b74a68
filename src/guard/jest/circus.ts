/** What the guard uses of jest-circus: its tree of tests, its state, its events. */

/** The body of a test or a hook, as the user wrote it, or what is called in its place. */
export type Body = (this: unknown, done?: Done) => unknown

export type Done = (reason?: unknown) => void

export interface CircusTest {
  type: 'test'
  name: string
  parent: DescribeBlock
  /** None when the test is skipped. */
  fn?: Body
  errors: unknown[]
  /** Bears the place where the test was defined. */
  asyncError: Error
}

export interface CircusHook {
  type: 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll'
  parent: DescribeBlock
  fn: Body
  asyncError: Error
}

export interface DescribeBlock {
  type: 'describeBlock'
  name: string
  parent?: DescribeBlock
  children: (DescribeBlock | CircusTest)[]
  hooks: CircusHook[]
}

export interface CircusState {
  rootDescribeBlock: DescribeBlock
  currentlyRunningTest: CircusTest | null
  /** Those of the file. */
  unhandledErrors: unknown[]
}

/** Something has failed; `error` is a string when that is because its time limit was over. */
type Failure = { error: unknown; test?: CircusTest; describeBlock?: DescribeBlock }

export type CircusEvent =
  | { name: 'run_start' | 'run_finish' }
  | ({ name: 'test_fn_failure'; hook?: undefined } & Failure)
  | ({ name: 'hook_failure'; hook: CircusHook } & Failure)

export type CircusFailure = Extract<CircusEvent, Failure>

const HEARD: readonly string[] = [
  'run_start',
  'run_finish',
  'test_fn_failure',
  'hook_failure',
] satisfies CircusEvent['name'][]

/** Whether the guard wants to hear of an event. Circus waits for who hears of these. */
export const isHeard = (event: { name: string }): event is CircusEvent => HEARD.includes(event.name)

/** All tests below a block. */
export function testsIn(block: DescribeBlock): CircusTest[] {
  return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsIn(child)))
}

/** All blocks from a block down. */
export function blocksIn(block: DescribeBlock): DescribeBlock[] {
  return [block, ...block.children.flatMap((child) => (child.type === 'test' ? [] : blocksIn(child)))]
}

/** The titles that lead to a test or a block; the root has none. */
export function titlesOf(one: CircusTest | DescribeBlock): string[] {
  return one.parent ? [...titlesOf(one.parent), one.name] : []
}
