/**
 * The numbers of docs/findings.md: `npm run measure`. Each function runs 20 times in a process that ran it once before.
 *
 * The loop gets no budget here, so that nothing is looked at or stopped while it is measured.
 */
import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { watchLoop } from 'loop-canary'
import { lookUpAll, versions } from './src/async.js'
import { encrypt, useScryptOfNode } from './src/ethers.js'
import { parse, parseInChunks } from './src/xml2js.js'
import { zipInTurns, zipWithFflate, zipWithJszip } from './src/zip.js'
import { immediatesDuring } from './test/immediates.js'
import { cacheOf, jsonFiles, xmlFeed } from './test/sample-data.js'

const RUNS = 20
const OPTIONS = { runs: RUNS, warmup: 1, budget: 600_000, stopAfter: false, timeout: false }

const lookUp = (async) => {
  const cache = cacheOf(200_000)
  const keys = [...cache.keys()]
  return () => lookUpAll(async, keys, cache)
}

const zipping = (zip) => {
  const files = jsonFiles(300)
  return () => zip(files)
}

const parsing = (parseXml) => {
  const xml = xmlFeed(20_000)
  return () => parseXml(xml)
}

const subjects = {
  'async 3.2.6 `mapSeries`, `ensureAsync`': () => lookUp(versions['3.2.6']),
  'async 3.2.0, the same': () => lookUp(versions['3.2.0']),
  'ethers `encrypt`': () => () => encrypt('hunter2'),
  "ethers `encrypt`, Node's scrypt": () => {
    useScryptOfNode()
    return () => encrypt('hunter2')
  },
  'fflate `zip`': () => zipping(zipWithFflate),
  'fflate `Zip`, one file a turn': () => zipping(zipInTurns),
  'JSZip `generateAsync`': () => zipping(zipWithJszip),
  'xml2js `parseStringPromise`': () => parsing(parse),
  'xml2js, `async: true`': () => parsing(parseInChunks),
}

const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`

async function measure(name) {
  const fn = subjects[name]()
  const { durationMs, longestStallsMs, pollVisits, canaries } = await watchLoop(fn, OPTIONS)
  const stalls = longestStallsMs.toSorted((a, b) => a - b)
  // Of 20 runs, the 99th percentile is the longest.
  const [median, p99] = [0.5, 0.99].map((share) => stalls[Math.ceil(share * stalls.length) - 1])
  const waited = Object.values(canaries).filter((canary) => canary !== undefined)
  const neverServed = waited.filter((canary) => canary.served === 0).length
  return [
    name,
    ms(median),
    ms(p99),
    pollVisits,
    `${neverServed} of ${waited.length}`,
    await immediatesDuring(fn),
    ms(durationMs),
  ]
}

const row = (cells) => `| ${cells.join(' | ')} |`

const [, , asked] = process.argv
if (asked) {
  console.log(row(await measure(asked)))
} else {
  const heads = ['subject', 'stall, median', 'stall, p99', 'poll visits', 'never served', 'immediates', 'duration']
  console.log(
    `Node ${process.version}, ${availableParallelism()} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}\n`,
  )
  console.log(row(heads))
  console.log(row(heads.map(() => '---')))
  for (const name of Object.keys(subjects))
    process.stdout.write(execFileSync(process.execPath, [import.meta.filename, name]))
  console.log(`\nload ${loadavg()[0].toFixed(1)}`)
}
