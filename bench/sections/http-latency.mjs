import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { now } from '../lib/clock.mjs'
import { watchLoop } from '../lib/loop-canary.mjs'
import { Samples } from '../lib/stats.mjs'
import { burn } from '../lib/work.mjs'

const RATE = 200
const SECONDS = 3
const CONNECTIONS = 20

/** A job that holds the loop for 5 to 20 ms at a time, in the same order each time. */
async function job(isOver) {
  for (let chunk = 0; !isOver(); chunk++) {
    burn(5 + ((chunk * 7) % 16))
    await turn()
  }
}

function after(ms) {
  const end = now() + ms
  return () => now() >= end
}

const PERCENTILES = [
  ['p50Ms', 50],
  ['p90Ms', 90],
  ['p99Ms', 99],
]

/** How long requests wait while a job runs on the server's thread: by the watch, and by a load generator in another process. */
export async function httpLatency({ httpRounds }) {
  const server = createServer((_request, response) => response.end('ok'))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}/health`
  const samples = PERCENTILES.map(() => new Samples())
  for (let round = 0; round < httpRounds; round++) {
    const { canaries } = await watchLoop(() => job(after(SECONDS * 1000)), {
      budget: 1000,
      timeout: false,
      traffic: { http: { url, rate: RATE } },
    })
    let isOver = false
    const asked = loadtest(url).finally(() => {
      isOver = true
    })
    await job(() => isOver)
    const { percentiles, totalErrors } = await asked
    if (totalErrors > 0) throw new Error(`loadtest met ${totalErrors} errors`)
    PERCENTILES.forEach(([ours, theirs], index) => {
      samples[index].add('loop-canary', canaries.http.latency[ours])
      samples[index].add('loadtest', percentiles[theirs])
    })
  }
  server.close()
  return PERCENTILES.map(([, percentile], index) => ({
    what: `${index === 0 ? `${RATE} requests a second beside a job of chunks of 5 to 20 ms, ` : '… '}p${percentile}`,
    unit: 'ms',
    cells: samples[index].summary(),
  }))
}

async function loadtest(url) {
  const program = fileURLToPath(new URL('../lib/load-generator.mjs', import.meta.url))
  const child = fork(program, [url, RATE, SECONDS, CONNECTIONS].map(String), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [result] = await once(child, 'message')
  return result
}
