import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CHILD_LIMIT_MS } from '../support/limits.ts'

export const fixturePath = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))

/** A child must not believe that it is a worker of the run it was started from. */
export function cleanEnv(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([key]) => !/^(VITEST|JEST_|NODE_OPTIONS|FORCE_COLOR)/.test(key))
  return { ...Object.fromEntries(inherited), NO_COLOR: '1', ...extra }
}

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a program on this very Node and waits for it to end. */
export function runNode(
  args: string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: cleanEnv(options.env),
      timeout: CHILD_LIMIT_MS,
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Runs `fixtures/<name>` and returns the JSON that it printed. */
export async function runFixture<T>(name: string, ...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await runNode([fixturePath(name), ...args])
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${stderr}`)
  return JSON.parse(stdout) as T
}
