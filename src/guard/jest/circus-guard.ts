import { relative } from 'node:path'
import { writeLetter } from '../../mailbox.ts'
import { Guard } from '../guard.ts'
import type { Judgee } from '../judgee.ts'
import type { ResolvedGuardOptions } from '../options.ts'
import type { GuardLetter } from '../records.ts'
import { isOptedOut } from '../safe-tag.ts'
import {
  blocksIn,
  type CircusEvent,
  type CircusFailure,
  type CircusHook,
  type CircusState,
  type CircusTest,
  type DescribeBlock,
  testsIn,
  titlesOf,
} from './circus.ts'
import { judgedBody } from './circus-body.ts'

interface Owner extends Judgee {
  /** Whose errors tell of work that was left behind; the file's do where there is none. */
  test: CircusTest | undefined
}

/** A call of a body that has not ended yet. */
interface Call {
  owner: Owner
  judged: Promise<unknown>
}

/** Judges the tests and hooks of one file, where jest-circus runs them. */
export class CircusGuard {
  readonly #guard: Guard<Owner>
  readonly #given: Pick<GuardLetter, 'file' | 'maxStall' | 'scale'>
  readonly #file: string
  readonly #calls = new Map<CircusTest | CircusHook, Call>()
  #hasEnded = false

  /**
   * @param path - of the file
   * @param rootDir - the folder from where the summary is to name it
   */
  constructor(options: ResolvedGuardOptions, path: string, rootDir: string) {
    this.#guard = new Guard(options)
    this.#given = { file: path, maxStall: options.maxStall * options.scale, scale: options.scale }
    this.#file = relative(rootDir, path)
  }

  /** @throws when the guard cannot see what blocks in this thread */
  start(): Promise<void> {
    return this.#guard.start()
  }

  /** Circus goes on when it resolves. */
  async hear(event: CircusEvent, state: CircusState): Promise<void> {
    switch (event.name) {
      case 'run_start':
        return this.#wrapAll(state)
      case 'test_fn_failure':
      case 'hook_failure':
        // Only its time limit is told in a string while what it calls is not over.
        return typeof event.error === 'string' ? this.#overdue(event, state) : undefined
      case 'run_finish':
        await this.#failStrays(state)
        return this.end()
    }
  }

  /** Leaves what it has to tell to the reporter. */
  async end(): Promise<void> {
    if (this.#hasEnded) return
    this.#hasEnded = true
    const record = await this.#guard.end()
    // Also when there is nothing to tell: the reporter names the files that had no guard.
    writeLetter('guard', { ...record, ...this.#given } satisfies GuardLetter)
  }

  #wrapAll(state: CircusState): void {
    for (const test of testsIn(state.rootDescribeBlock)) {
      const owner = { whose: 'The test', owner: this.#nameOf(test), isSafe: isSafe(test), test }
      if (test.fn) this.#wrap(test, () => owner)
    }
    for (const hook of blocksIn(state.rootDescribeBlock).flatMap(({ hooks }) => hooks)) {
      const owner = `${this.#nameOf(hook.parent)} (${hook.type})`
      const known = { whose: `The ${hook.type} hook`, owner, isSafe: isSafe(hook.parent) }
      // Tests that run at the same time have no hooks of their own, so the running one is the one that it is called for.
      const isOfTest = hook.type.endsWith('Each')
      this.#wrap(hook, () => ({ ...known, test: isOfTest ? (state.currentlyRunningTest ?? undefined) : undefined }))
    }
  }

  #wrap(one: CircusTest | CircusHook, owned: () => Owner): void {
    one.fn = judgedBody(
      one.fn!,
      (call) => {
        // One for each call: tests may be called again.
        const owner = { ...owned() }
        const judged = this.#guard.judge(owner, call)
        this.#calls.set(one, { owner, judged })
        const forget = (): void => {
          if (this.#calls.get(one)?.judged === judged) this.#calls.delete(one)
        }
        judged.then(forget, forget)
        return judged
      },
      { isHook: one.type !== 'test', asyncError: one.asyncError },
    )
  }

  /**
   * Jest's time limit was over before the guard had told how the body has ended. When that has ended in time and blocked Jest's timers,
   * or was stopped, its end counts; otherwise the finding, if there is one, may be the cause.
   */
  async #overdue(event: CircusFailure, state: CircusState): Promise<void> {
    const call = this.#calls.get(event.hook ?? event.test!)
    if (!call) return
    const { isOver, error } = await this.#guard.overdue(call.owner)
    const { asyncError } = event.hook ?? event.test!
    const end = await (isOver ? call.judged.then(nothing, (thrown) => [[thrown, asyncError]]) : undefined)
    for (const errors of errorsOf(event, state)) {
      if (end) errors.splice(-1, 1, ...end)
      else if (error) errors.splice(-1, 0, error)
    }
  }

  async #failStrays(state: CircusState): Promise<void> {
    for (const { error, owner } of await this.#guard.strays()) {
      const errors = owner?.test?.errors ?? state.unhandledErrors
      errors.push(error)
    }
  }

  #nameOf(one: CircusTest | DescribeBlock): string {
    return [this.#file, ...titlesOf(one)].join(' > ')
  }
}

const nothing = (): unknown[] => []

/** A tag holds for all that is below its title. */
const isSafe = (one: CircusTest | DescribeBlock): boolean => isOptedOut(titlesOf(one))

/** Where circus has put a failure, as the last one of each. */
function errorsOf({ hook, test, describeBlock }: CircusFailure, state: CircusState): unknown[][] {
  if (test) return [test.errors]
  if (hook?.type === 'afterAll') return [state.unhandledErrors]
  return testsIn(describeBlock!).map(({ errors }) => errors)
}
