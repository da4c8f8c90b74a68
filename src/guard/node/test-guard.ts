import { AsyncResource } from 'node:async_hooks'
import process from 'node:process'
import { after, before } from 'node:test'
import { describeScale } from '../../reporter/summary.ts'
import { Guard } from '../guard.ts'
import type { Stray } from '../judgee.ts'
import type { ResolvedGuardOptions } from '../options.ts'
import { guardSummary } from '../summary.ts'
import { type Body, interceptBodies, type TestNode } from './bodies.ts'
import { joinErrors } from './join-errors.ts'
import { fileOf, type Owner, ownerOf, pathTo } from './names.ts'

/** Judges every test and hook that node:test runs in this thread. */
export class TestGuard {
  readonly #options: ResolvedGuardOptions
  readonly #guard: Guard<Owner>
  #started: Promise<void> | undefined
  #isSeen = false
  /** The first one that was run. */
  #firstTest: TestNode | undefined
  #lastHook: TestNode | undefined
  #isOver = false
  /** Something that the runner may have been waiting for was stopped. */
  #mayBeStuck = false
  readonly #late: Stray<Owner>[] = []

  constructor(options: ResolvedGuardOptions) {
    this.#options = options
    // What a file waits for that is not loaded to its end, nobody can tell it.
    this.#guard = new Guard(options, { onStray: (stray) => this.#onStray(stray), onStuck: () => process.exit(1) })
    interceptBodies((node, body, call) => this.#take(node, body, call))
    process.once('beforeExit', () => this.#beforeExit())
    process.once('exit', () => this.#report())
  }

  /** @throws when it cannot see what blocks in this thread */
  start(): Promise<void> {
    this.#started ??= this.#guard.start()
    return this.#started
  }

  /** Has every test fail should node:test not come by here: a guard that is silently off is worse than none. */
  proveSight(): void {
    before(this.#proof)
  }

  readonly #proof = (): void => {
    if (!this.#isSeen) throw new Error('loop-canary: the guard is not active in this worker: it is not told of tests')
  }

  async #take(node: TestNode, body: Body, call: () => unknown): Promise<unknown> {
    this.#isSeen = true
    if (body === this.#failForStrays) this.#lastHook = node
    if (body === this.#failForStrays || body === this.#proof) return call()
    if (node.hookType === undefined) this.#begin(node)
    // By its asynchronous context node:test knows whose an uncaught error is. Behind an `await` it would be the guard's.
    const judge = AsyncResource.bind(() => this.#guard.judge(ownerOf(node), call))
    await this.start()
    return judge()
  }

  /** Adds a last hook: with the first test rather than the first hook, behind those that the file sets up. */
  #begin(test: TestNode): void {
    if (this.#firstTest) return
    this.#firstTest = test
    const [root] = pathTo(test)
    root!.runInAsyncScope(() => after(this.#failForStrays))
  }

  readonly #failForStrays = async (): Promise<void> => {
    const strays = await this.#guard.strays()
    this.#isOver = true
    if (strays.length === 0) return
    // node:test tells of a hook under where it was set up. And not always is the run a failure when it fails.
    const owner = strays.find((stray) => stray.owner)?.owner?.node
    if (this.#lastHook) this.#lastHook.loc = owner?.loc ?? { file: fileOf(this.#firstTest!), line: 1, column: 1 }
    process.exitCode = 1
    throw joinErrors(strays.map(({ error }) => error))
  }

  /** A file that is not loaded to its end has no tests to go on with. */
  #onStray({ owner, record }: Stray<Owner>): void {
    if (owner || !record.wasStopped) return
    this.#mayBeStuck = true
    if (!this.#firstTest) process.exit(1)
  }

  /** When nothing is left to do: what tests have left behind has shown, and what has not ended never will. */
  async #beforeExit(): Promise<void> {
    this.#late.push(...(await this.#guard.strays()))
    if (this.#mayBeStuck && !this.#isOver) process.exit(1)
    if (this.#guard.giveUp()) process.once('beforeExit', () => this.#beforeExit())
  }

  /** node:test has its verdict by now, but the process has none. */
  #report(): void {
    const late = [...this.#late, ...this.#guard.takeStrays()]
    if (late.length > 0) process.exitCode ||= 1
    const { stalls, allowances } = this.#guard.record
    // A rule that this file has no use for is there for others.
    const record = { stalls, allowances: allowances.filter(({ hits }) => hits > 0) }
    const { maxStall, scale } = this.#options
    const summary = guardSummary([record], maxStall * scale)
    const texts = [...late.map(({ error }) => error.stack), summary, summary && describeScale([scale])]
    for (const text of texts.filter(Boolean)) {
      process.stderr.write(`${text}\n`)
    }
  }
}
