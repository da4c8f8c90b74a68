/** The helpers for messages that Jest's and Vitest's `this.utils` have in common. */
export interface MatcherUtils {
  matcherHint(
    name: string,
    received?: string,
    expected?: string,
    options?: { isNot?: boolean; promise?: string; secondArgument?: string },
  ): string
  EXPECTED_COLOR(text: string): string
  RECEIVED_COLOR(text: string): string
  DIM_COLOR(text: string): string
}

/** What we have to say in Vitest, to the reporter. */
interface VitestMeta {
  loopCanary?: { inconclusive: { matcher: string; why: string }[]; scale?: number }
}

/** A test as Vitest tells of it. */
export interface VitestTask {
  /** Its file, with the tests and suites in it. */
  readonly file?: { readonly meta?: VitestMeta; readonly tasks: readonly object[] }
  readonly meta?: VitestMeta
  readonly timeout?: number
  readonly result?: {
    readonly startTime?: number
    /** Set when the test is over, with its hooks. */
    readonly duration?: number
    readonly errors?: readonly unknown[]
  }
  readonly context: {
    readonly _local?: boolean
    /** Aborted when the time of the test is up. */
    readonly signal?: AbortSignal
    onTestFinished(hook: () => void): void
    annotate(message: string, type?: string): Promise<unknown>
  }
}

/** What the matchers use of the `this` that their host gives them. */
export interface MatcherContext {
  readonly isNot?: boolean
  /** `''`, `'resolves'` or `'rejects'`; missing in asymmetric use. */
  readonly promise?: string
  /** Set by Vitest inside `expect.poll`. */
  readonly poll?: boolean
  readonly utils: MatcherUtils
  /** The running test: its full name and its file. */
  readonly currentTestName?: string
  readonly testPath?: string
  /** The running test as Vitest tells of it. */
  readonly task?: VitestTask
  /** The test that the assertion stands in, by its async context, as Jest tells of it; not in older versions. */
  currentTestIdentity?(): object | undefined
  /** The name of that test, in Jest, if it runs at the same time as others. */
  currentConcurrentTestName?(): string | undefined
  /** In Vitest, the assertion as chai has it: its flags have the message that `expect` was given. */
  readonly assertion?: object
  /** What the assertion is called where it is not the matcher's own name. */
  readonly callee?: string
  /** The host's function that the user called, where that is not the matcher itself. */
  readonly entry?: (...args: never[]) => unknown
  /** For hosts with an error class of their own. */
  toError?(message: string, difference: { expected: string; received: string }): Error
}

/** What a matcher returns when the assertion holds; when it does not hold, it throws. */
export interface MatcherResult {
  pass: boolean
  message(): string
}

/** What the user has said about the assertion, as in `expect(fn, 'the import')`, in front of what we have to say. */
export function withOwnMessage({ assertion }: MatcherContext, message: string): string {
  const { __flags: flags } = (assertion ?? {}) as { __flags?: { message?: unknown } }
  const own = flags?.message
  return typeof own === 'string' && own !== '' ? `${own}: ${message}` : message
}

/** How the user writes the assertion, for advice. */
export function spell({ callee }: MatcherContext, matcher: string): string {
  return callee === undefined ? `await expect(fn).${matcher}(…)` : `await ${callee}(fn, …)`
}
