/** A fresh process: imports one entry, watches a function that does nothing `watches` times, prints what that cost. */

const [entry, watches] = process.argv.slice(2)
const now = performance.now.bind(performance)

function memory() {
  global.gc()
  const { rss, heapUsed } = process.memoryUsage()
  return { rssMiB: rss / 2 ** 20, heapMiB: heapUsed / 2 ** 20 }
}

const since = (before, after) => ({ rssMiB: after.rssMiB - before.rssMiB, heapMiB: after.heapMiB - before.heapMiB })

const beforeImport = now()
const { watchLoop } = await import(`../../dist/${entry}`)
const figures = { importMs: now() - beforeImport }

if (Number(watches) > 0) {
  const beforeFirst = memory()
  const startedAt = now()
  await watchLoop(async () => {})
  figures.firstWatchMs = now() - startedAt
  const afterFirst = memory()
  figures.first = since(beforeFirst, afterFirst)
  for (let watch = 1; watch < Number(watches); watch++) await watchLoop(async () => {})
  figures.later = since(afterFirst, memory())
}
console.log(JSON.stringify(figures))
