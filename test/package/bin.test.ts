import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { packageTarball, sandbox } from '../support/package.ts'
import { type Ended, runProgram } from '../support/program.ts'

const project = join(sandbox, 'package', 'bin')
const installed = join(project, 'node_modules', 'loop-canary')

// npm, and not a copy: it makes the command, and would fetch what the package depends on.
beforeAll(() => {
  rmSync(project, { recursive: true, force: true })
  mkdirSync(project, { recursive: true })
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true }))
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', packageTarball()], {
    cwd: project,
  })
})

/** Runs what `npx loop-canary` would. */
const run = (...args: string[]): Promise<Ended> =>
  runProgram(join(project, 'node_modules', '.bin', 'loop-canary'), { args })

it('is a command of the installed package', async () => {
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  expect(await run('--version')).toMatchObject({ exitCode: 0, stdout: `loop-canary ${version}\n`, stderr: '' })
})

it('can be executed', () => {
  expect(readFileSync(join(installed, 'dist/cli.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  // The tests may have been started by `npm exec --package`, which npx would take for its own.
  const { npm_config_package: _, ...env } = process.env
  const help = execFileSync('npx', ['--no-install', 'loop-canary', '--help'], { cwd: project, env, encoding: 'utf8' })
  expect(help).toMatch(/^loop-canary\n/)
})

it('has all that doctor needs', async () => {
  const { stdout, stderr } = await run('doctor', '--json')
  expect(stderr).toBe('')
  const { sentinel, runaways } = JSON.parse(stdout)
  expect(sentinel.started).toBe(true)
  const { stopAfterMs: _, ...places } = runaways
  expect(Object.values<object>(places).flatMap((stops) => Object.values(stops))).toEqual(
    Array.from({ length: 8 }, () => expect.objectContaining({ stopped: true })),
  )
})

it('brings the licence of the library that is bundled with it', () => {
  expect(readFileSync(join(installed, 'dist/cli.js'), 'utf8')).toMatch(/MIT License[\s\S]*EGOIST/)
})
