import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { root, sandbox } from '../support/package.ts'

export const compilers = {
  // The one that attw brings along.
  'TypeScript 5': createRequire(resolve(root, 'node_modules/@arethetypeswrong/core/package.json')).resolve(
    'typescript/bin/tsc',
  ),
  'TypeScript 6': resolve(root, 'node_modules/typescript/bin/tsc'),
  'TypeScript 7': resolve(root, 'node_modules/typescript-7/bin/tsc'),
} as const

/**
 * Compiles many projects in one process, which parses the libraries that they share only once.
 *
 * @returns what the compiler said about each; the empty string when it found no fault
 */
export async function compileAll(tsc: string, folders: readonly string[]): Promise<Map<string, string>> {
  const output = await run(tsc, ['--build', '--force', '--verbose', '--pretty', 'false', ...folders])
  // "…Building project '…/tsconfig.json'...", then its diagnostics, then a line of the next project.
  const said = new Map<string, string>()
  let current: string | undefined
  for (const line of output.split(/\r?\n/)) {
    const project = line.match(/Building project '(.+)[/\\]tsconfig\.json'/)?.[1]
    if (project) {
      current = resolve(sandbox, project)
      said.set(current, '')
    } else if (/ - Project '.+' is /.test(line)) {
      current = undefined
    } else if (current && line) {
      said.set(current, `${said.get(current)}${line}\n`)
    }
  }
  return said
}

/** Standard output, whatever the exit code: the compiler's faults are for each test to look at. */
function run(tsc: string, args: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    execFile(process.execPath, [tsc, ...args], { cwd: sandbox, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error && !stdout) fail(new Error(`The compiler did not run: ${stderr || error.message}`))
      else done(stdout)
    })
  })
}
