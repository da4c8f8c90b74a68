// Fetches the Nodes that the project is tested on beside its own, which comes with `npm ci`. Nothing after this step
// needs a network.
//
//   node scripts/nodes.mjs
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')

const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The oldest one that the package says it can do with: a test of its own tries it. */
const OLDEST_NODE = engines.node.match(/\d+\.\d+\.\d+/)[0]

/** Exact versions, so that no release of Node can turn a run red. */
const OTHER_NODES = { 22: '22.23.3', 26: '26.10.0' }

/** The major versions that the package supports, the project's own among them. */
export const NODES = ['22', '24', '26']

/**
 * The folder of a Node's executable, if it has been fetched.
 *
 * @param {string} major
 */
export function folderOf(major) {
  const version = OTHER_NODES[major]
  const folder = join(root, version ? join('.nodes', version) : '', 'node_modules/node/bin')
  return existsSync(folder) ? folder : undefined
}

/** @param {string} version */
async function fetchNode(version) {
  const folder = join(root, '.nodes', version)
  if (existsSync(join(folder, 'node_modules/node/bin/node'))) return
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const manifest = { private: true, dependencies: { node: version }, allowScripts: { node: true } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']
  const npm = spawn('npm', args, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' })
  const [code] = await once(npm, 'close')
  if (code === 0) return
  rmSync(folder, { recursive: true, force: true })
  throw new Error(`Node ${version} could not be fetched from the npm registry`)
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const versions = [...Object.values(OTHER_NODES), OLDEST_NODE]
  await Promise.all(versions.map(fetchNode))
  console.log(`Beside the project's own Node there are now ${versions.join(', ')}.`)
}
