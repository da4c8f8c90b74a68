import { createRequire } from 'node:module'

/** What the guard uses of Jest's test environments. */
export interface Environment {
  /** What tests have as their global object. */
  global: object
  setup(): Promise<void>
  teardown(): Promise<void>
  handleTestEvent?(event: { name: string }, state: unknown): void | Promise<void>
}

/** A class of test environments: Jest's own, one that is made from it, or any other that Jest takes. */
export type EnvironmentClass = new (...args: never[]) => Environment

const NAME = 'jest-environment-node'

/** Where Jest's own code runs test files from, which depends on the environment. */
const RUNNER = /[\\/]jest-runner[\\/]build[\\/]/

/** Jest's own environment; where it is not to be found, one that says so. */
export function findNodeEnvironment(): EnvironmentClass {
  const require = createRequire(import.meta.url)
  const runner = Object.keys(require.cache).find((path) => RUNNER.test(path))
  // Package managers may give a package nothing but what it depends on; then the Jest that runs knows it.
  for (const from of [import.meta.url, ...(runner ? [runner] : [])]) {
    try {
      return createRequire(from)(NAME).default
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  return class {
    constructor() {
      throw new Error(
        `'loop-canary/guard/jest' found no '${NAME}', which it is made from. Install it beside Jest, in the same version; ` +
          'or make an environment from another one: `class extends withLoopCanary(JsdomEnvironment) {}`.',
      )
    }
  } as unknown as EnvironmentClass
}
