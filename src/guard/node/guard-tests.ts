import { createRequire } from 'node:module'
import process from 'node:process'
import { presetSettings } from '../../settings.ts'
import { readGuardOptions } from './manifest.ts'
import type * as TestGuards from './test-guard.ts'
import { isForTests } from './test-process.ts'

/** One for the thread, whichever of the two module systems has loaded this. */
const KEY = Symbol.for('loop-canary.guard.node-test')

/**
 * Puts the guard in charge of what node:test runs in this thread. Resolves when it is on.
 *
 * @param isAwaited - whether tests are loaded when it has resolved, and not before
 * @throws TypeError when an option has a bad value; Error when it cannot see what blocks here
 */
export function guardTests(isAwaited: boolean): Promise<void> {
  const shared = globalThis as { [KEY]?: Promise<void> }
  shared[KEY] ??= Promise.resolve(begin(isAwaited))
  return shared[KEY]
}

/** All that can be done at once is: what has required this goes on to load tests, and node:test runs the first one right then. */
function begin(isAwaited: boolean): Promise<void> | undefined {
  const options = readGuardOptions(process.cwd())
  presetSettings(options.settings)
  if (options.mode === 'off') return undefined
  const { TestGuard } = createRequire(import.meta.url)('#test-guard') as typeof TestGuards
  const guard = new TestGuard(options)
  if (!isForTests()) return undefined
  if (isAwaited) return guard.start().then(() => guard.proveSight())
  guard.proveSight()
  return guard.start()
}
