import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'
import LoopCanaryReporter from '../reporter/vitest.ts'
import { type GuardOptions, resolveGuardOptions, serializeGuardOptions } from './options.ts'
import { SAFE_TAG } from './safe-tag.ts'

export type { GuardMode, GuardOptions } from './options.ts'

/** A guarded runner that is made from one that a project has of its own, by its path. Vitest makes a path of this as well. */
const COMPOSED = /loop-canary-guarded-runner-([\w-]+)\.mjs$/

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
  const isOn = resolved.mode !== 'off'
  const provided = { loopCanarySettings: resolved.settings, loopCanaryGuard: serializeGuardOptions(resolved) }
  return {
    name: 'loop-canary',
    enforce: 'pre',
    config({ test }) {
      if (!isOn || test?.browser?.enabled) return { test: { provide: provided } }
      // Vitest wants tags declared.
      const isDeclared = test?.tags?.some(({ name }) => name === SAFE_TAG)
      return { test: { ...(!isDeclared && { tags: [TAG] }), runner: guardedRunner(test?.runner), provide: provided } }
    },
    configureVitest({ vitest, project }) {
      const { config } = project
      if (!('loopCanaryGuard' in config.provide)) {
        // In Vitest 5 the projects of a config have its plugins, and nothing of what those put into it.
        Object.assign(config.provide, provided)
        project.provide('loopCanarySettings', provided.loopCanarySettings)
        project.provide('loopCanaryGuard', provided.loopCanaryGuard)
        if (isOn && !config.browser?.enabled) {
          config.runner = guardedRunner(config.runner)
          if (!config.tags?.some(({ name }) => name === SAFE_TAG)) config.tags?.push(TAG)
        }
      }
      if (!isOn) return
      const { maxStall, scale } = resolved
      const reporters = vitest.config.reporters as unknown[]
      // One that is listed as well would tell everything twice, and does not know the limit.
      const others = reporters.filter((reporter) => !isOwnReporter(reporter))
      reporters.splice(0, reporters.length, ...others, new LoopCanaryReporter({ maxStall: maxStall * scale, scale }))
    },
    resolveId: (id) => (COMPOSED.test(id) ? `\0${COMPOSED.exec(id)![0]}` : undefined),
    load(id) {
      const [, own] = (id.startsWith('\0') && COMPOSED.exec(id)) || []
      if (own === undefined) return undefined
      const from = JSON.stringify(Buffer.from(own, 'base64url').toString())
      return `import Base from ${from}\nimport { guarded } from ${JSON.stringify(RUNNER)}\nexport default guarded(Base)\n`
    },
  }
}

const RUNNER = fileURLToPath(new URL('./vitest-runner.js', import.meta.url))

const TAG = { name: SAFE_TAG, description: 'may block the event loop' }

/** @param own - the path of the one that a project has, which may have been guarded already */
function guardedRunner(own: string | undefined): string {
  if (own === undefined) return RUNNER
  if (own === RUNNER || COMPOSED.test(own)) return own
  return `loop-canary-guarded-runner-${Buffer.from(own).toString('base64url')}.mjs`
}

/** By its name, which may come with options, or as it was made by the user. */
function isOwnReporter(reporter: unknown): boolean {
  const name = Array.isArray(reporter) ? reporter[0] : reporter
  return name === 'loop-canary/reporter/vitest' || reporter instanceof LoopCanaryReporter
}
