import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'
import LoopCanaryReporter from '../reporter/vitest.ts'
import { type GuardOptions, resolveGuardOptions, serializeGuardOptions } from './options.ts'
import { SAFE_TAG } from './safe-tag.ts'

export type { GuardMode, GuardOptions } from './options.ts'

/** Where the guarded runner is made from one that the project has of its own; Vitest makes a path of it. */
const COMPOSED = 'loop-canary-guarded-runner.mjs'

/**
 * The guard for a whole suite: no test and no hook may block the event loop, and what never ends is stopped. A plugin for Vitest's
 * config; it works together with a runner, set-up files and reporters of your own.
 *
 * @throws TypeError when an option has a bad value
 * @example
 * ```ts
 * // vitest.config.ts
 * import { loopCanary } from 'loop-canary/guard/vitest'
 *
 * export default defineConfig({ plugins: [loopCanary({ maxStall: 100 })] })
 * ```
 */
export function loopCanary(options: GuardOptions = {}): Plugin {
  const resolved = resolveGuardOptions(options)
  const runner = fileURLToPath(new URL('./vitest-runner.js', import.meta.url))
  let own: string | undefined
  const provided = { loopCanarySettings: resolved.settings }
  if (resolved.mode === 'off') return { name: 'loop-canary', config: () => ({ test: { provide: provided } }) }
  return {
    name: 'loop-canary',
    enforce: 'pre',
    config(config) {
      own = config.test?.runner
      // Vitest wants tags declared.
      const isDeclared = config.test?.tags?.some(({ name }) => name === SAFE_TAG)
      return {
        test: {
          ...(!isDeclared && { tags: [{ name: SAFE_TAG, description: 'may block the event loop' }] }),
          runner: own === undefined ? runner : COMPOSED,
          provide: { ...provided, loopCanaryGuard: serializeGuardOptions(resolved) },
        },
      }
    },
    configureVitest({ vitest }) {
      const { maxStall, scale } = resolved
      const reporters = vitest.config.reporters as unknown[]
      // One that is listed as well would tell everything twice, and does not know the limit.
      const others = reporters.filter((reporter) => !isOwnReporter(reporter))
      reporters.splice(0, reporters.length, ...others, new LoopCanaryReporter({ maxStall: maxStall * scale, scale }))
    },
    resolveId: (id) => (id.endsWith(COMPOSED) ? `\0${COMPOSED}` : undefined),
    load(id) {
      if (id !== `\0${COMPOSED}`) return undefined
      const from = JSON.stringify(own)
      return `import Base from ${from}\nimport { guarded } from ${JSON.stringify(runner)}\nexport default guarded(Base)\n`
    },
  }
}

/** By its name, which may come with options, or as it was made by the user. */
function isOwnReporter(reporter: unknown): boolean {
  const name = Array.isArray(reporter) ? reporter[0] : reporter
  return name === 'loop-canary/reporter/vitest' || reporter instanceof LoopCanaryReporter
}
