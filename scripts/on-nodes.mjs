// Runs a command on every Node that the package supports.
//
//   node scripts/on-nodes.mjs [--nodes=22,26] -- <command>
//
// Prints a heading for each version and a summary, and fails when the command failed on any of them.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import process, { argv } from 'node:process'
import { pathToFileURL } from 'node:url'
import { folderOf, NODES } from './nodes.mjs'

/**
 * @param {readonly string[]} command
 * @param {readonly string[]} nodes major versions
 * @returns {number} the exit code
 */
export function onNodes(command, nodes = NODES) {
  const results = nodes.map((node) => {
    console.log(`\n══ Node ${node} ${'═'.repeat(60)}\n`)
    const started = performance.now()
    const passed = runOn(node, command).status === 0
    return { node, passed, seconds: Math.round((performance.now() - started) / 1000) }
  })
  console.log(`\n── ${command.join(' ')}`)
  for (const { node, passed, seconds } of results) {
    console.log(`${passed ? '✓' : '✗'} Node ${node} ${passed ? 'passed' : 'failed'} (${seconds} s)`)
  }
  return results.every(({ passed }) => passed) ? 0 : 1
}

/**
 * Runs a command, or one that a package brings, with that Node first on PATH.
 *
 * @param {string} node major version
 * @param {readonly string[]} command
 * @returns {{ status: number | null }} the exit code; that of a Node that is not here is 1
 */
export function runOn(node, [program, ...args]) {
  const folder = folderOf(node)
  if (folder === undefined) {
    console.error(`Node ${node} is not here: run \`npm run nodes\``)
    return { status: 1 }
  }
  const path = [folder, join(import.meta.dirname, '../node_modules/.bin'), process.env.PATH]
  return spawnSync(program, args, {
    env: { ...process.env, PATH: path.join(process.platform === 'win32' ? ';' : ':') },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const [options, command] = splitArguments(argv.slice(2))
  const nodes = options.find((option) => option.startsWith('--nodes='))?.slice('--nodes='.length)
  if (command.length === 0) {
    console.error('Usage: node scripts/on-nodes.mjs [--nodes=22,26] -- <command>')
    process.exitCode = 2
  } else {
    process.exitCode = onNodes(command, nodes?.split(','))
  }
}

/** @param {string[]} args @returns {[options: string[], command: string[]]} */
function splitArguments(args) {
  const dashes = args.indexOf('--')
  return dashes < 0 ? [args, []] : [args.slice(0, dashes), args.slice(dashes + 1)]
}
