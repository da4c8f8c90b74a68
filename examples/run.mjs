/**
 * Runs every example against the packed package, as its users would get it. `node examples/run.mjs vitest` runs one.
 *
 * Each example is copied out of the repository, so that it finds nothing but what it installs itself.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

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

/** Copies an example, installs it with the packed package in the place of the published one, and runs its scripts. */
function run(name, tarball) {
  const project = join(sandbox, name)
  const isInstalled = (path) => basename(path) === 'node_modules'
  cpSync(join(here, name), project, { recursive: true, filter: (path) => !isInstalled(path) })
  const manifestFile = join(project, 'package.json')
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
  manifest.devDependencies['loop-canary'] = `file:${tarball}`
  writeFileSync(manifestFile, JSON.stringify(manifest))

  heading(`${name}: install`)
  mustPass(
    npm(project, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock'),
    `${name}: npm install`,
  )
  if (manifest.scripts.typecheck) {
    heading(`${name}: types`)
    mustPass(npm(project, 'run', '--silent', 'typecheck'), `${name}: npm run typecheck`)
  }
  heading(`${name}: tests`)
  mustPass(npm(project, 'test', '--silent'), `${name}: npm test`)
  if (manifest.scripts.failures) {
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

const sandbox = mkdtempSync(join(tmpdir(), 'loop-canary-examples-'))
const failed = []
try {
  heading('pack')
  mustPass(npm(root, 'run', '--silent', 'build', '--', '--silent'), 'npm run build')
  mustPass(npm(root, 'pack', '--silent', '--ignore-scripts', '--pack-destination', sandbox), 'npm pack')
  const tarball = join(
    sandbox,
    readdirSync(sandbox).find((file) => file.endsWith('.tgz')),
  )
  for (const name of asked.length > 0 ? asked : all) {
    try {
      run(name, tarball)
    } catch (error) {
      failed.push(error.message)
    }
  }
} finally {
  rmSync(sandbox, { recursive: true, force: true })
}

heading('result')
console.log(failed.length > 0 ? failed.join('\n') : 'Every example passes.')
process.exitCode = failed.length > 0 ? 1 : 0
