import { fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { now } from './lib/clock.mjs'
import { conditions } from './lib/conditions.mjs'
import { ensurePeers } from './lib/peers.mjs'
import { table } from './lib/table.mjs'

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    out: { type: 'string', default: fileURLToPath(new URL('results/latest.json', import.meta.url)) },
  },
})
const scale = options.full ? 'full' : 'quick'

ensurePeers()
// Only now: the contenders import the peers.
const { sections } = await import('./sections/index.mjs')
const names = options.only ?? Object.keys(sections)

const startedAt = now()
const before = conditions()
const rows = []
for (const section of names) {
  process.stderr.write(`${section} … `)
  const sectionStartedAt = now()
  for (const row of await inOwnProcess(section)) rows.push({ section, ...row, ...judge(row) })
  process.stderr.write(`${Math.round((now() - sectionStartedAt) / 1000)} s\n`)
}
const result = {
  scale,
  seconds: Math.round((now() - startedAt) / 1000),
  conditions: { ...before, loadAfter: conditions().load },
  rows,
}

const file = resolve(options.out)
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
console.log(`${table(rows)}\n\n${describe(result)}\n${file}`)

function inOwnProcess(section) {
  const child = fork(fileURLToPath(new URL('child.mjs', import.meta.url)), [section, scale])
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) =>
      reject(new Error(`The section ${section} ended with code ${code} before it had a result`)),
    )
  })
}

/** Whether this package's figure meets the target, where there is one. */
function judge({ cells, target }) {
  return target ? { met: cells['loop-canary'][target.stat] <= target.max } : {}
}

function describe({ scale, seconds, conditions: { node, platform, cpus, memoryGiB, load, loadAfter, schedstat } }) {
  return [
    `median / p99 (/ max), ratio of the medians to loop-canary in brackets; ${scale} run of ${seconds} s`,
    `Node ${node}, ${platform}, ${cpus}, ${memoryGiB} GiB, load ${load[0]} before and ${loadAfter[0]} after, ` +
      `run-queue delay ${schedstat ? 'from schedstat' : 'unknown'}`,
  ].join('\n')
}
