import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, sandbox } from './package.ts'

/** Packages of which the root has another version, by the folder in `test/versions` that has them. */
export type OtherVersion = 'vitest-4' | 'jest-29' | 'node-24' | 'node-26'

/** Gives a folder of the sandbox packages in another version than the root's. */
export function linkVersion(folder: string, version: OtherVersion, ...names: string[]): void {
  for (const name of names) {
    const link = join(folder, 'node_modules', name)
    rmSync(link, { recursive: true, force: true })
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'test/versions', version, 'node_modules', name), link, 'junction')
  }
}

/** A folder whose projects find Vitest 4, linked once a run by the global set-up. */
export const vitest4 = (): string => join(sandbox, 'vitest-4')

/** A folder whose projects find Jest 29, linked once a run by the global set-up. */
export const jest29 = (): string => join(sandbox, 'jest-29')
