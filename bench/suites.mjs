import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { conditions } from './lib/conditions.mjs'
import { Samples } from './lib/stats.mjs'

// What the guard costs over the test suite of a package: the figures of docs/guard.md. Runs it without the guard and with it in turn, in the
// folder of the package, where loop-canary is installed, too:
//
//   node bench/suites.mjs --in ../koa --plain "node --test" --guarded "node --test --import loop-canary/guard/node-test"
//   node bench/suites.mjs --in ../h3 --plain "npx vitest run" --guarded "npx vitest run --config guarded.config.ts"
const { values: options } = parseArgs({
  options: {
    in: { type: 'string' },
    plain: { type: 'string' },
    guarded: { type: 'string' },
    runs: { type: 'string', default: '4' },
  },
})
const commands = { plain: options.plain, guarded: options.guarded }
if (!options.in || !commands.plain || !commands.guarded || !(Number(options.runs) >= 1)) {
  throw new Error('Expected --in <folder> --plain <command> --guarded <command>, and maybe --runs <number>')
}

const memory = fileURLToPath(new URL('lib/tell-memory.mjs', import.meta.url))

/** Wall time and CPU time, of all processes, in s; the memory of the largest process in MB; how it ended. */
function run(command) {
  const folder = mkdtempSync(join(tmpdir(), 'suites-'))
  const { NODE_OPTIONS = '' } = process.env
  const env = { ...process.env, NODE_OPTIONS: `${NODE_OPTIONS} --import ${memory}`, SUITES_FOLDER: folder }
  try {
    const script = `TIMEFORMAT='time %R %U %S'; time { ${command}; }`
    const { stderr, status } = spawnSync('bash', ['-c', script], { cwd: options.in, env, encoding: 'utf8' })
    const [, wall, user, system] = /^time (\S+) (\S+) (\S+)$/m.exec(stderr)
    const largest = readdirSync(folder).map((name) => Number(readFileSync(join(folder, name), 'utf8')))
    return { wall: Number(wall), cpu: Number(user) + Number(system), memory: Math.max(...largest) / 1024, status }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const before = conditions()
const samples = new Samples()
const ends = { plain: new Set(), guarded: new Set() }
// What the first run of all finds in no cache.
run(commands.plain)
for (let round = 0; round < Number(options.runs); round++) {
  for (const [name, command] of Object.entries(commands)) {
    const { status, ...measured } = run(command)
    for (const [what, figure] of Object.entries(measured)) samples.add(`${name} ${what}`, figure)
    ends[name].add(status)
    process.stderr.write(`${name}: ${JSON.stringify({ ...measured, status })}\n`)
  }
}

const summary = samples.summary()
const row = (title, what, digits) => {
  const [plain, guarded] = ['plain', 'guarded'].map((name) => summary[`${name} ${what}`].p50)
  return `| ${title} | ${plain.toFixed(digits)} | ${guarded.toFixed(digits)} | × ${(guarded / plain).toFixed(3)} |`
}
console.log(`medians of ${options.runs} runs each; exit codes ${[...ends.plain]} and ${[...ends.guarded]}\n`)
console.log('| | without | with the guard | |\n|---|---|---|---|')
console.log(row('CPU time, s', 'cpu', 2))
console.log(row('wall time, s', 'wall', 2))
console.log(row('largest process, MB', 'memory', 0))
console.log(`\n${JSON.stringify({ ...before, loadAfter: conditions().load })}`)
