// Runs a command on every Node that the package supports.
//
//   node scripts/on-nodes.mjs [--nodes=22,26] -- <command>
//
// Prints a heading for each version and a summary, and fails when the command failed on any of them.
import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { argv } from 'node:process'
import { pathToFileURL } from 'node:url'

export const NODES = ['22', '24', '26']

/**
 * @param {readonly string[]} command
 * @param {readonly string[]} nodes major versions
 * @returns {number} the exit code
 */
export function onNodes(command, nodes = NODES) {
  const results = nodes.map((node) => runOn(node, command))
  console.log(`\n── ${command.join(' ')}`)
  for (const { node, version, passed, seconds } of results) {
    console.log(`${passed ? '✓' : '✗'} Node ${version || node} ${passed ? 'passed' : 'failed'} (${seconds} s)`)
  }
  return results.every(({ passed }) => passed) ? 0 : 1
}

/** @param {string} node @param {readonly string[]} command */
function runOn(node, command) {
  const started = performance.now()
  // Asked first: a `node` that comes earlier on PATH would pass for the one that was wanted.
  const asked = npmExec(node, ['node', '--version'], 'pipe')
  const version = asked.stdout?.trim().replace(/^v/, '') ?? ''
  console.log(`\n══ Node ${version || node} ${'═'.repeat(60)}\n`)
  let passed = version.split('.')[0] === node
  if (passed) passed = npmExec(node, command, 'inherit').status === 0
  else console.error(`Node ${node} could not be had: ${version ? `got ${version}` : asked.stderr}`)
  return { node, version, passed, seconds: Math.round((performance.now() - started) / 1000) }
}

/** npm gets the version from where it gets everything else; it puts it first on PATH, whichever Node runs npm itself. */
function npmExec(node, command, stdio) {
  const args = ['exec', '--yes', `--package=node@${node}`, '--', ...command]
  return spawnSync('npm', args, { encoding: 'utf8', stdio: ['inherit', stdio, stdio] })
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
