import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './package.ts'

/**
 * Builds the package unless it is newer than all that it is made of. Tests import `src`, which loads the engine from `dist`: both
 * have to be of one age.
 */
export function buildWhenStale(): void {
  const built = join(root, 'dist/watch.cjs')
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((name) => join('src', name))
  const isStale = ['package.json', 'tsup.config.ts', ...sources].some(
    (name) => statSync(join(root, name)).mtimeMs > builtAt,
  )
  if (isStale)
    execFileSync('npm', ['run', '--silent', 'build', '--', '--silent'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
}
