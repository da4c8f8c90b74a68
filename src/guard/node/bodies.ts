import { AsyncResource } from 'node:async_hooks'
import { types } from 'node:util'

/** A test, a suite or a hook, as node:test has it. None of it is documented; `TestGuard` makes sure that it is still so. */
export interface TestNode extends AsyncResource {
  name: string
  /** None for a hook, and for the root of all tests. */
  parent: TestNode | null
  /** Whose a hook is. */
  parentTest?: TestNode
  /** Such as `beforeEach`; none for a test. */
  hookType?: string
  /** Where it was set up. */
  loc?: { file: string; line: number; column: number }
  /** The test file. */
  entryFile?: string
  tags?: readonly string[]
}

export type Body = (this: unknown, ...args: unknown[]) => unknown

type Done = (error?: unknown) => void

/** Runs the body of a test or of a hook by calling `call`, and settles as it is to. */
type Judge = (node: TestNode, body: Body, call: () => unknown) => Promise<unknown>

/**
 * Hands over every body of a test or of a hook that node:test is about to call. Each test is an `AsyncResource`, and runs its body by
 * `runInAsyncScope` of its own: so every way to write a test comes by here, and a test file need not know of it.
 */
export function interceptBodies(judge: Judge): void {
  const { prototype } = AsyncResource
  const original = prototype.runInAsyncScope as (body: Body, context: unknown, ...args: unknown[]) => unknown
  function runInAsyncScope(this: AsyncResource, body: Body, context: unknown, ...args: unknown[]): unknown {
    if (!isJudged(this)) return Reflect.apply(original, this, [body, context, ...args])
    const [test, done] = args as [unknown, Done | undefined]
    // Bound, and not called by a function of ours, which would show in its errors.
    const call = done ? () => callWithCallback(body, context, test) : body.bind(context, ...args)
    // What the guard calls it from is a part of the test's own scope that way.
    const judged = Reflect.apply(original, this, [() => judge(this, body, call)]) as Promise<unknown>
    if (!done) return judged
    // A test that is given a callback may not return a promise.
    judged.then(
      () => done(),
      (error) => done(error || new Error(`Thrown: ${String(error)}`)),
    )
    return undefined
  }
  prototype.runInAsyncScope = runInAsyncScope as typeof prototype.runInAsyncScope
}

/** By the prototypes of what has come by. Whatever else is an `AsyncResource` costs one look-up. */
const kinds = new WeakMap<object, boolean>()

function isJudged(resource: AsyncResource): resource is TestNode {
  // The root of all tests runs nothing but the loading of files.
  const { parent, hookType } = resource as TestNode
  return hasBody(Object.getPrototypeOf(resource)) && (Boolean(parent) || hookType !== undefined)
}

function hasBody(prototype: object): boolean {
  let known = kinds.get(prototype)
  if (known === undefined) {
    known = isKindWithBody(prototype)
    kinds.set(prototype, known)
  }
  return known
}

/** Suites are not among them: theirs run within the test file's own turn. */
function isKindWithBody(prototype: { constructor?: { name?: unknown }; createSubtest?: unknown }): boolean {
  const name = prototype.constructor?.name
  return (name === 'Test' || name === 'TestHook') && typeof prototype.createSubtest === 'function'
}

/** The rules are node:test's own. */
function callWithCallback(body: Body, context: unknown, test: unknown): Promise<void> {
  let calls = 0
  let settle: Done
  const called = new Promise<void>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve())
  })
  const result = body.call(context, test, (error: unknown) => {
    calls++
    if (calls === 1) settle(error)
    if (calls === 2) throw new Error('callback invoked multiple times')
  })
  if (!types.isPromise(result)) return called
  called.catch(() => {})
  result.catch(() => {})
  throw new Error('passed a callback but also returned a Promise')
}
