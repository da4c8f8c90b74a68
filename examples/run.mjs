/**
 * Runs every example against the packed package, as its users would get it. `node examples/run.mjs vitest` runs one.
 *
 * Each example is tried as a copy that has the packed package in its `node_modules`. All else that it needs comes with the
 * project's own `npm ci`, of which the examples are workspaces.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { installPackage, packPackage, sandbox } from '../test/support/package.ts'

const here = import.meta.dirname
const root = join(here, '..')
const all = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !all.includes(name))
if (unknown.length > 0) throw new Error(`Expected examples out of ${all.join(', ')}, got ${unknown.join(', ')}`)

const heading = (text) => console.log(`\n=== ${text} ===\n`)

/** Runs npm in a folder and returns its exit code. */
function npm(cwd, ...args) {
  const { status, error } = spawnSync('npm', args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) throw error
  return status
}

function mustPass(status, what) {
  if (status !== 0) throw new Error(`${what} failed`)
}

/** Throws unless tests failed, and each of them for what the matchers found. */
function mustHaveFailed({ testResults }) {
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap((test) => test.failureMessages),
  )
  if (failures.length === 0) throw new Error('No test failed that should have')
  const other = failures.find(
    (message) => !/Received: .*(blocked for|starved for|without a visit to poll)/.test(message),
  )
  if (other) throw new Error(`A test failed for another reason: ${other}`)
}

/** Copies an example, with the packed package in the place of the linked one, and runs its scripts. */
function run(name) {
  const project = join(sandbox, 'examples', name)
  rmSync(project, { recursive: true, force: true })
  const isInstalled = (path) => path.includes('node_modules', here.length)
  cpSync(join(here, name), project, { recursive: true, filter: (path) => !isInstalled(path) })
  installPackage(project)
  linkOwnPackages(name, project)
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))

  if (scripts.typecheck) {
    heading(`${name}: types`)
    mustPass(npm(project, 'run', '--silent', 'typecheck'), `${name}: npm run typecheck`)
  }
  heading(`${name}: tests`)
  mustPass(npm(project, 'test', '--silent'), `${name}: npm test`)
  if (scripts.failures) {
    heading(`${name}: tests that must fail`)
    const outputFile = join(project, 'failures.json')
    npm(
      project,
      'run',
      'failures',
      '--silent',
      '--',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${outputFile}`,
    )
    mustHaveFailed(JSON.parse(readFileSync(outputFile, 'utf8')))
  }
}

/** What npm did not hoist, because another workspace has another version of it. */
function linkOwnPackages(name, project) {
  const own = join(here, name, 'node_modules')
  const names = existsSync(own) ? readdirSync(own).filter((entry) => !entry.startsWith('.')) : []
  for (const entry of names) symlinkSync(join(own, entry), join(project, 'node_modules', entry), 'junction')
}

heading('pack')
mustPass(npm(root, 'run', '--silent', 'build', '--', '--silent'), 'npm run build')
packPackage()
const failed = []
for (const name of asked.length > 0 ? asked : all) {
  try {
    run(name)
  } catch (error) {
    failed.push(error.message)
  }
}

heading('result')
console.log(failed.length > 0 ? failed.join('\n') : 'Every example passes.')
process.exitCode = failed.length > 0 ? 1 : 0
