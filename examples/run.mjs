/**
 * Runs every example against the packed package, as its users would get it. `node examples/run.mjs vitest` runs one.
 *
 * Each example is tried as a copy that has the packed package in its `node_modules`. All else that it needs comes with the
 * project's own `npm ci`, of which the examples are workspaces.
 */
import { execFile } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { buildWhenStale } from '../test/support/build.ts'
import { installPackage, packPackage, sandbox } from '../test/support/package.ts'

const here = import.meta.dirname
const all = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !all.includes(name))
if (unknown.length > 0) throw new Error(`Expected examples out of ${all.join(', ')}, got ${unknown.join(', ')}`)

/** Examples that run at the same time. */
const AT_ONCE = 2

const heading = (text) => console.log(`\n=== ${text} ===\n`)

const options = { shell: process.platform === 'win32', maxBuffer: Number.POSITIVE_INFINITY }

/** Runs npm in a folder; shows what it said when it has ended, and returns its exit code. */
async function npm(title, cwd, ...args) {
  const [error, said] = await new Promise((resolve) => {
    execFile('npm', args, { ...options, cwd }, (error, stdout, stderr) => resolve([error, stdout + stderr]))
  })
  heading(title)
  console.log(said)
  if (error && typeof error.code !== 'number') throw error
  return error?.code ?? 0
}

function mustPass(status, what) {
  if (status !== 0) throw new Error(`${what} failed`)
}

/** What the matchers say when a test fails for what they found. */
const FOUND =
  /Received: .*(blocked for|starved for|without a visit to poll|stopped after|busy for|answered(, \d+ not)?; \d+ % of them within)/

/** Throws unless tests failed, and each of them for what the matchers found. */
function mustHaveFailed({ testResults }) {
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap((test) => test.failureMessages),
  )
  if (failures.length === 0) throw new Error('No test failed that should have')
  const other = failures.find((message) => !FOUND.test(message))
  if (other) throw new Error(`A test failed for another reason: ${other}`)
}

/** Copies an example, with the packed package in the place of the linked one, and runs its scripts. */
async function run(name) {
  const project = join(sandbox, 'examples', name)
  rmSync(project, { recursive: true, force: true })
  const isInstalled = (path) => path.includes('node_modules', here.length)
  cpSync(join(here, name), project, { recursive: true, filter: (path) => !isInstalled(path) })
  installPackage(project)
  linkOwnPackages(name, project)
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))

  if (scripts.typecheck) {
    mustPass(await npm(`${name}: types`, project, 'run', '--silent', 'typecheck'), `${name}: npm run typecheck`)
  }
  mustPass(await npm(`${name}: tests`, project, 'test', '--silent'), `${name}: npm test`)
  if (scripts.failures) {
    const outputFile = join(project, 'failures.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${outputFile}`]
    await npm(`${name}: tests that must fail`, project, 'run', 'failures', '--silent', '--', ...reporters)
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
buildWhenStale()
packPackage()
const failed = []
const waiting = asked.length > 0 ? asked : all

async function runTheNext() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    await run(name).catch((error) => failed.push(error.message))
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, runTheNext))

heading('result')
console.log(failed.length > 0 ? failed.join('\n') : 'Every example passes.')
process.exitCode = failed.length > 0 ? 1 : 0
