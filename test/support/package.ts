import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's own folder. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url))

/** Where tests build throw-away projects; below the root, so that they find its runners. */
export const sandbox: string = join(root, '.sandbox')

const unpacked = join(sandbox, 'tarball', 'package')

/** The package as users get it: packed once a run, by the global set-up. */
export function packPackage(): void {
  const folder = join(sandbox, 'tarball')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: root })
  execFileSync('tar', ['-xzf', packageTarball(), '-C', folder])
}

/** The path of the packed tarball. */
export function packageTarball(): string {
  const folder = join(sandbox, 'tarball')
  const file = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (!file) throw new Error('The package is not packed yet: run the tests through the root vitest.config.ts')
  return join(folder, file)
}

/** Puts the packed package into a project's `node_modules`, as a copy: a link would be resolved to a place outside. */
export function installPackage(project: string): void {
  const target = join(project, 'node_modules', 'loop-canary')
  if (existsSync(target)) rmSync(target, { recursive: true })
  cpSync(unpacked, target, { recursive: true })
}
