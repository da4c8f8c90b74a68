import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sandbox } from './package.ts'

/** A folder whose projects find Vitest 4, installed on first use and kept for later runs. */
export function vitest4(): string {
  const folder = join(sandbox, 'vitest-4')
  if (existsSync(folder)) return folder
  mkdirSync(sandbox, { recursive: true })
  const fresh = mkdtempSync(join(sandbox, 'installing-'))
  writeFileSync(join(fresh, 'package.json'), '{ "private": true }')
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', 'vitest@4'], { cwd: fresh })
  try {
    renameSync(fresh, folder)
  } catch (error) {
    // Another test file was faster.
    rmSync(fresh, { recursive: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}
