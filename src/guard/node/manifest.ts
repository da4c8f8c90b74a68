import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ResolvedGuardOptions, resolveGuardOptions } from '../options.ts'

/** Where the options stand in a package.json. */
const KEY = 'loop-canary'

/**
 * The guard's options, from the package.json of a folder, and from the environment.
 *
 * @throws TypeError when an option has a bad value
 */
export function readGuardOptions(folder: string): ResolvedGuardOptions {
  const path = join(folder, 'package.json')
  const own = JSON.parse(readText(path) ?? '{}')?.[KEY]
  try {
    resolveGuardOptions(own, {})
  } catch (error) {
    throw new TypeError(`\`${KEY}\` in ${path}: ${(error as Error).message}`)
  }
  return resolveGuardOptions(own)
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
