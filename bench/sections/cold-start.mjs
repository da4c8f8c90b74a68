import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Samples } from '../lib/stats.mjs'

const program = fileURLToPath(new URL('../lib/cold-process.mjs', import.meta.url))
const run = promisify(execFile)

const NAME = 'loop-canary'
const WATCHES = 1000

async function inFreshProcess(entry, watches) {
  const { stdout } = await run(process.execPath, ['--expose-gc', program, entry, String(watches)])
  return JSON.parse(stdout)
}

/** What the first use in a process costs, and what many watches leave behind. */
export async function coldStart({ coldProcesses }) {
  const importIndex = new Samples()
  const importMatchers = new Samples()
  const firstWatch = new Samples()
  const firstRss = new Samples()
  const firstHeap = new Samples()
  for (let fresh = 0; fresh < coldProcesses; fresh++) {
    const index = await inFreshProcess('index.js', 1)
    importIndex.add(NAME, index.importMs)
    firstWatch.add(NAME, index.firstWatchMs)
    firstRss.add(NAME, index.first.rssMiB)
    firstHeap.add(NAME, index.first.heapMiB)
    importMatchers.add(NAME, (await inFreshProcess('matchers.js', 0)).importMs)
  }
  const { later } = await inFreshProcess('index.js', WATCHES)
  const once = (figure) => ({ [NAME]: { p50: figure, p99: figure, max: figure, n: 1 } })
  return [
    { what: "import 'loop-canary'", unit: 'ms', cells: importIndex.summary(), target: { stat: 'p50', max: 5 } },
    {
      what: "import 'loop-canary/matchers'",
      unit: 'ms',
      cells: importMatchers.summary(),
      target: { stat: 'p50', max: 5 },
    },
    { what: 'first watch of a process, wall', unit: 'ms', cells: firstWatch.summary() },
    { what: '… rss that it adds', unit: 'MiB', cells: firstRss.summary(), target: { stat: 'p50', max: 10 } },
    { what: '… heap that it adds', unit: 'MiB', cells: firstHeap.summary() },
    { what: `rss that ${WATCHES.toLocaleString('en')} more watches add`, unit: 'MiB', cells: once(later.rssMiB) },
    { what: `heap that ${WATCHES.toLocaleString('en')} more watches add`, unit: 'MiB', cells: once(later.heapMiB) },
  ]
}
