import { checkNames, checkObject, unexpected } from './bad-input.ts'

/** What holds for every assertion, unless its own options say otherwise. */
export interface Settings {
  /**
   * Fail tests whose verdict is `inconclusive`.
   *
   * @default false
   */
  strict?: boolean
}

/** On the global object of the test file's context, which may have several copies of the package. */
const KEY: unique symbol = Symbol.for('loop-canary.settings')

type Holder = { [KEY]?: Settings }

const holder = globalThis as Holder

/**
 * Sets what holds for every assertion of the matchers, best in a set-up file. What is not mentioned stays as it is.
 *
 * @throws TypeError when a setting is unknown or has a bad value
 * @example
 * ```ts
 * // in a set-up file
 * import { configure } from 'loop-canary'
 * configure({ strict: true })
 * ```
 */
export function configure(settings: Settings): void {
  checkObject(settings)
  checkNames(settings, ['strict'])
  const { strict } = settings
  if (strict !== undefined && typeof strict !== 'boolean') throw unexpected('the `strict` setting', 'a boolean', strict)
  if (strict !== undefined) holder[KEY] = { ...holder[KEY], strict }
}

/** What `configure` was told in this context. */
export const settings = (): Settings => holder[KEY] ?? {}
