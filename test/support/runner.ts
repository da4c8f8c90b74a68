import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { transformSync } from 'esbuild'
import { CHILD_LIMIT_MS } from './limits.ts'
import { installPackage, root, sandbox } from './package.ts'
import { tellThreads } from './stuck.ts'
import { readVerdicts, type Verdicts } from './verdicts.ts'

/** What a child process left behind. */
export interface Run {
  exitCode: number | null
  stdout: string
  stderr: string
  /** Both streams as a user reads them: without colours, with the project's folder as `<root>`. */
  text: string
  /** Set when the process had to be killed because it did not end by itself. */
  hung: boolean
}

/** A run of a test runner. */
export interface TestRun extends Run {
  /** Every test's verdict by its name. */
  verdicts: Verdicts
}

/** A throw-away project with the packed package in its `node_modules`. */
export interface Project {
  folder: string
  vitest(...args: string[]): Promise<TestRun>
  jest(...args: string[]): Promise<TestRun>
  /** Runs `node --test`. */
  nodeTest(...args: string[]): Promise<TestRun>
  node(...args: string[]): Promise<Run>
}

/** Has Jest start workers: without a limit to their memory it runs a single file in its own process, whatever else it is told. */
export const IN_WORKERS = '--workerIdleMemoryLimit=1GB'

type Files = Record<string, string>

const specs = fileURLToPath(new URL('../hosts/specs/', import.meta.url))

const subjects = readFileSync(join(specs, 'subjects.js'), 'utf8')

/** The spec files of `test/hosts/specs/<folder>`, with what they import from `host` taken from the module named. */
export function specFiles(folder: string, host: string): Files {
  const files: Files = {}
  for (const name of readdirSync(join(specs, folder))) {
    files[name] = readFileSync(join(specs, folder, name), 'utf8').replaceAll("'host'", `'${host}'`)
  }
  return files
}

/** The same files as somebody writes them who has not moved to ESM. */
export function asCommonJs(files: Files): Files {
  const rewritten = Object.entries({ ...files, 'subjects.js': subjects }).map(([name, source]) => [
    name,
    transformSync(source, { format: 'cjs' }).code,
  ])
  return { ...Object.fromEntries(rewritten), 'package.json': '{ "type": "commonjs" }' }
}

/** What every project has, unless its own files say otherwise. */
const givens: Files = {
  'package.json': '{ "type": "module" }',
  'subjects.js': subjects,
}

/** Makes a project of files. It lies below `parent`, whose runners it finds; `env` goes to every process. */
export function createProject(
  name: string,
  files: Files,
  parent: string = join(sandbox, 'hosts'),
  env: NodeJS.ProcessEnv = {},
): Project {
  const folder = join(parent, name)
  rmSync(folder, { recursive: true, force: true })
  for (const [path, content] of Object.entries({ ...givens, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  installPackage(folder)

  const bin = (runner: string): string => {
    const manifest = createRequire(join(folder, 'package.json')).resolve(`${runner}/package.json`)
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
    return join(dirname(manifest), typeof bin === 'string' ? bin : bin[runner])
  }
  const node = (...args: string[]): Promise<Run> => run(folder, args, env)
  const runTests = async (...args: string[]): Promise<TestRun> => {
    rmSync(join(folder, 'verdicts'), { recursive: true, force: true })
    mkdirSync(join(folder, 'verdicts'))
    const ended = await node(...args)
    return { ...ended, verdicts: readVerdicts(join(folder, 'verdicts')) }
  }
  return {
    folder,
    node,
    vitest: (...args) =>
      runTests(
        bin('vitest'),
        'run',
        '--reporter=default',
        '--reporter=json',
        '--outputFile.json=verdicts/vitest.json',
        ...args,
      ),
    jest: (...args) => runTests(bin('jest'), '--no-watchman', '--json', '--outputFile=verdicts/jest.json', ...args),
    nodeTest: (...args) =>
      runTests(
        '--test',
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        '--test-reporter=tap',
        '--test-reporter-destination=verdicts/node.tap',
        ...args,
      ),
  }
}

async function run(folder: string, args: string[], env: NodeJS.ProcessEnv): Promise<Run> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let hung = false
  let threads = ''
  const limit = setTimeout(() => {
    hung = true
    threads = `Did not end by itself within ${CHILD_LIMIT_MS / 1000} s:\n${tellThreads(child.pid!)}`
    child.kill('SIGKILL')
  }, CHILD_LIMIT_MS)
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  clearTimeout(limit)
  const readable = stripVTControlCharacters([stdout, stderr, threads].filter(Boolean).join('\n'))
    .replaceAll(`file://${folder}`, folder)
    .replaceAll(folder, '<root>')
    .replaceAll(root, '<package>/')
  return { exitCode, stdout, stderr, text: readable, hung }
}

/** Nothing that a runner would change its output for: no CI, no colours, no runner around it. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot', 'USERPROFILE', 'APPDATA'] as const
  const environment: NodeJS.ProcessEnv = { NO_COLOR: '1' }
  for (const name of kept) if (process.env[name] !== undefined) environment[name] = process.env[name]
  return environment
}
