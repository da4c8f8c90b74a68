import { type ExecFileException, execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHILD_LIMIT_MS } from '../support/limits.ts'
import { installPackage, sandbox } from '../support/package.ts'

export interface Ran {
  code: number | string
  stdout: string
  stderr: string
}

/** A throw-away project with the packed package installed. */
export function createProject(name: string): string {
  const folder = join(sandbox, 'package', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }))
  installPackage(folder)
  return folder
}

/** Runs a script of the given text in the project, on the Node that runs the tests. */
export function runScript(project: string, file: `${string}.${'mjs' | 'cjs'}`, text: string): Promise<Ran> {
  writeFileSync(join(project, file), text)
  return runNode(project, [file])
}

export function runNode(cwd: string, args: readonly string[]): Promise<Ran> {
  // Vitest's own NODE_OPTIONS and the like are no part of a user's project.
  const env = { ...process.env, NODE_OPTIONS: '', NODE_ENV: '', FORCE_COLOR: '0' }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd, env, timeout: CHILD_LIMIT_MS },
      (error: ExecFileException | null, stdout, stderr) =>
        resolve({ code: error ? (error.code ?? error.signal ?? 'failed') : 0, stdout, stderr }),
    )
  })
}
