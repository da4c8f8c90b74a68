import { relative } from 'node:path'
import { inject, type RunnerTestCase, type RunnerTestFile, type RunnerTestSuite, TestRunner } from 'vitest'
import { Guard } from '../guard.ts'
import type { Judgee, Stray } from '../judgee.ts'
import { parseGuardOptions } from '../options.ts'
import type { GuardRecord } from '../records.ts'
import { isOptedOut } from '../safe-tag.ts'
import { endWorker } from './end-worker.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The guard's options, as JSON. */
    loopCanaryGuard: string
  }

  interface TaskMeta {
    /** What the guard has to say of a file, for the reporter. */
    loopCanaryGuard?: GuardRecord
  }
}

type Task = RunnerTestCase | RunnerTestSuite | RunnerTestFile
type Owner = Judgee & { task?: Task }
type Hook = (...args: unknown[]) => unknown

/** What this class uses of Vitest's own one, which is not all declared. */
interface Base {
  onBeforeCollect?(paths: string[]): unknown
  onBeforeRunSuite?(suite: RunnerTestSuite): unknown
  onAfterRunSuite?(suite: RunnerTestSuite): unknown
  onAfterRunTask?(test: RunnerTestCase): unknown
  onCollectStart?(file: RunnerTestFile): unknown
  onTaskUpdate?(packs: unknown[], events: unknown[]): Promise<void>
  importFile(path: string, source: string): unknown
  runTask?(test: RunnerTestCase): unknown
}
type BaseClass = new (...args: never[]) => Base

/** Where Vitest keeps them, and what the user calls them. */
const FINISHERS = { onFinished: 'onTestFinished', onFailed: 'onTestFailed' }

const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll', 'aroundAll', 'aroundEach'] as const

/** A runner that hands test bodies, hooks and modules to the guard, and leaves all else to the one that it is made from. */
export function guarded(runner: BaseClass = TestRunner as unknown as BaseClass): BaseClass {
  return class GuardedRunner extends runner {
    readonly #guard = new Guard<Owner>(parseGuardOptions(inject('loopCanaryGuard')), { onStuck: endWorker })
    readonly #wrapped = new WeakSet<Hook>()
    #file: RunnerTestFile | undefined

    override async onBeforeCollect(paths: string[]): Promise<void> {
      await this.#guard.start()
      await super.onBeforeCollect?.(paths)
    }

    override onCollectStart(file: RunnerTestFile): unknown {
      this.#file = file
      return super.onCollectStart?.(file)
    }

    override importFile(path: string, source: string): unknown {
      const owner = {
        whose: 'Loading the test file',
        owner: `${nameOf(path)} (loading)`,
        isModule: true,
        task: this.#file,
      }
      return this.#guard.judge(owner, () => super.importFile(path, source))
    }

    override async onBeforeRunSuite(suite: RunnerTestSuite): Promise<void> {
      await super.onBeforeRunSuite?.(suite)
      // A file that could not be collected has none.
      const hooks = (TestRunner.getSuiteHooks(suite) ?? {}) as unknown as Record<string, Hook[]>
      const isSafe = isOptedOut(titlesOf(suite))
      for (const name of HOOKS) {
        const owner = { whose: `The ${name} hook`, owner: `${fullName(suite)} (${name})`, isSafe, task: suite }
        const wrap = (hook: Hook): Hook => this.#wrap(hook, owner, name.startsWith('around'))
        hooks[name]?.splice(0, Number.POSITIVE_INFINITY, ...hooks[name].map(wrap))
      }
    }

    override async runTask(test: RunnerTestCase): Promise<void> {
      const call = super.runTask ? () => super.runTask!(test) : TestRunner.getTestFn(test)
      const isSafe = isOptedOut(titlesOf(test), test.tags)
      try {
        await this.#guard.judge({ whose: 'The test', owner: fullName(test), isSafe, task: test }, call as () => unknown)
      } finally {
        this.#wrapFinishers(test, isSafe)
      }
    }

    /** What the test wants to be called when it has ended, which Vitest calls behind its hooks. */
    #wrapFinishers(test: RunnerTestCase, isSafe: boolean): void {
      for (const [key, name] of Object.entries(FINISHERS)) {
        const handlers = (test as unknown as Record<string, Hook[] | undefined>)[key]
        const owner = { whose: `An ${name} handler`, owner: `${fullName(test)} (${name})`, isSafe, task: test }
        handlers?.splice(0, Number.POSITIVE_INFINITY, ...handlers.map((handler) => this.#wrap(handler, owner)))
      }
    }

    override async onAfterRunTask(test: RunnerTestCase): Promise<void> {
      await this.#guard.leave(({ task }) => task === test)
      await super.onAfterRunTask?.(test)
    }

    override async onAfterRunSuite(suite: RunnerTestSuite): Promise<void> {
      await this.#guard.leave(({ task }) => task === suite)
      await super.onAfterRunSuite?.(suite)
      if (!('filepath' in suite)) return
      const file = suite as RunnerTestFile
      for (const stray of await this.#guard.strays()) this.#fail(stray, file)
      file.meta.loopCanaryGuard = await this.#guard.end()
    }

    /** Vitest has told of that test already, so it is told again. */
    #fail({ error, owner }: Stray<Owner>, file: RunnerTestFile): void {
      const task = owner?.task ?? file
      for (const one of new Set([task, file])) if (one.result) one.result.state = 'fail'
      const { result } = task
      if (!result) return
      const told = { name: error.name, message: error.message, stack: error.stack! }
      result.errors = [...(result.errors ?? []), told]
      // Vitest 5 prints what is in the attempts.
      const attempt = (result as { attempts?: { state: string; errors?: unknown[] }[] }).attempts?.at(-1)
      if (attempt) Object.assign(attempt, { state: 'fail', errors: [...(attempt.errors ?? []), told] })
      if (task !== file) this.onTaskUpdate?.([[task.id, result, task.meta]], [])
    }

    #wrap(hook: Hook, owner: Owner, isAround = false): Hook {
      if (this.#wrapped.has(hook)) return hook
      const wrapper = isAround ? this.#judgedAround(hook, owner) : this.#judged(hook, owner)
      // Vitest keeps limits on the hook: that of its clean-up, or its own.
      Object.assign(wrapper, hook)
      this.#wrapped.add(wrapper)
      return wrapper
    }

    #judged(hook: Hook, owner: Owner): Hook {
      const guard = this.#guard
      return async (...args) => {
        // Bound, and not called by a function of ours, which would show in its errors.
        const result = await guard.judge(owner, hook.bind(undefined, ...args))
        if (typeof result !== 'function') return result
        return (...rest: unknown[]) => guard.judge(owner, result.bind(undefined, ...rest))
      }
    }

    /** Of a hook that is given what it goes around, and then a test's context or its suite: when its own limit is over Vitest goes on. */
    #judgedAround(hook: Hook, owner: Owner): Hook {
      return (inner, ...args) => {
        const { task = owner.task } = args[0] as { task?: Task }
        const run = inner as () => Promise<void>
        return this.#guard.judgeAround({ ...owner, task }, run, (runApart) => hook.bind(undefined, runApart, ...args))
      }
    }
  }
}

const nameOf = (path: string): string => relative(process.cwd(), path)

/** From the outermost suite in; a file has none. */
const titlesOf = (task: Task): string[] =>
  'filepath' in task ? [] : [...(task.suite ? titlesOf(task.suite) : []), task.name]

const fullName = (task: Task): string => [nameOf(task.file.filepath), ...titlesOf(task)].join(' > ')

export default guarded() as unknown
