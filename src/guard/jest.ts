import { presetSettings } from '../settings.ts'
import { type Environment, type EnvironmentClass, findNodeEnvironment } from './jest/base.ts'
import { type CircusState, isHeard } from './jest/circus.ts'
import { CircusGuard } from './jest/circus-guard.ts'
import { resolveGuardOptions } from './options.ts'

export type { EnvironmentClass } from './jest/base.ts'
export type { GuardMode, GuardOptions } from './options.ts'

/** What the guard uses of what Jest makes an environment with. */
interface Config {
  projectConfig: { rootDir: string; testEnvironmentOptions: { loopCanary?: unknown } }
}

type AnyEnvironment = new (config: Config, context: { testPath: string }) => Environment

/**
 * Makes a test environment whose tests and hooks may not block the event loop, and are stopped when they never end, from one that Jest
 * would run them in. Options are in `testEnvironmentOptions.loopCanary`; see `GuardOptions`.
 *
 * @throws TypeError for each test file, when an option has a bad value
 * @example
 * ```js
 * // environment.js, in jest.config.js: testEnvironment: './environment.js'
 * const { TestEnvironment } = require('jest-environment-jsdom')
 * const { withLoopCanary } = require('loop-canary/guard/jest')
 *
 * module.exports = withLoopCanary(TestEnvironment)
 * ```
 */
export function withLoopCanary<Base extends EnvironmentClass>(base: Base): Base {
  class GuardedEnvironment extends (base as unknown as AnyEnvironment) {
    readonly #guard: CircusGuard | undefined

    constructor(config: Config, context: { testPath: string }) {
      const { rootDir, testEnvironmentOptions } = config.projectConfig
      // Environments make globals of their options.
      const { loopCanary, ...others } = testEnvironmentOptions
      super({ ...config, projectConfig: { ...config.projectConfig, testEnvironmentOptions: others } }, context)
      const options = resolveGuardOptions(loopCanary)
      presetSettings(options.settings, this.global)
      if (options.mode !== 'off') this.#guard = new CircusGuard(options, context.testPath, rootDir)
    }

    override async setup(): Promise<void> {
      await super.setup()
      const guard = this.#guard
      if (!guard) return
      await guard.start()
      // Here and not by overriding: a class made from this one may have a method of its own.
      const heardBy = this.handleTestEvent
      this.handleTestEvent = (event, state) => {
        const heard = heardBy?.call(this, event, state)
        return isHeard(event) ? Promise.resolve(heard).then(() => guard.hear(event, state as CircusState)) : heard
      }
    }

    override async teardown(): Promise<void> {
      await this.#guard?.end()
      await super.teardown()
    }
  }
  return GuardedEnvironment as unknown as Base
}

/**
 * The guard for a whole suite: no test and no hook may block the event loop, and what never ends is stopped. A test environment for
 * Jest: its own one for Node, and the guard. Options are in `testEnvironmentOptions.loopCanary`; see `GuardOptions`.
 *
 * @example
 * ```js
 * // jest.config.js
 * module.exports = {
 *   testEnvironment: 'loop-canary/guard/jest',
 *   testEnvironmentOptions: { loopCanary: { maxStall: 100 } },
 *   reporters: ['default', 'loop-canary/reporter/jest'],
 * }
 * ```
 */
const LoopCanaryEnvironment: EnvironmentClass = withLoopCanary(findNodeEnvironment())

export default LoopCanaryEnvironment
