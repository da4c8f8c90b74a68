import { describe, expect, it } from 'vitest'
import { createProject, runScript } from './project.ts'

/** Ten watches at once, by turns through both formats; prints what they saw of each other. */
const WATCH_THROUGH_BOTH = `
  import { createRequire } from 'node:module'
  import { watchLoop as imported } from 'loop-canary'
  const { watchLoop: required } = createRequire(import.meta.url)('loop-canary')
  let inside = 0, most = 0
  const subject = async () => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setTimeout(resolve, 5))
    inside--
  }
  const watches = Array.from({ length: 10 }, (_, i) => (i % 2 ? imported : required)(subject))
  const reports = await Promise.all(watches)
  console.log(JSON.stringify({
    most,
    twoCopies: imported !== required,
    outcomes: [...new Set(reports.map((report) => report.outcome.kind))],
    missing: [...new Set(reports.flatMap((report) => report.limitations))].filter((text) => /^no /.test(text)),
  }))`

const SAW = { most: 1, twoCopies: true, outcomes: ['resolved'], missing: [] }

it('is one for a thread: watches through import and require never overlap', async () => {
  const { stdout, stderr } = await runScript(createProject('engine'), 'both.mjs', WATCH_THROUGH_BOTH)
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual(SAW)
})

it('is another one in another thread', async () => {
  const text = `
    const { Worker, isMainThread, parentPort } = require('node:worker_threads')
    const { watchLoop } = require('loop-canary')
    if (isMainThread) {
      const worker = new Worker(__filename)
      // The main thread's watch lasts until the worker's is over: with one lock for both, neither would end.
      const other = new Promise((resolve) => worker.once('message', resolve))
      watchLoop(() => other, { timeout: 20_000 }).then((report) => console.log(report.outcome.kind))
    } else {
      watchLoop(() => 1).then((report) => parentPort.postMessage(report.outcome.kind))
    }`
  const { stdout, stderr } = await runScript(createProject('threads'), 'threads.cjs', text)
  expect(stderr).toBe('')
  expect(stdout.trim()).toBe('resolved')
})

describe.each(['with space', 'ha#sh', '100%', 'pct%20encoded', 'ümläut 日本', 'all of # % ü + & (it)'])(
  'in a folder named "%s"',
  (name) => {
    it('watches, sentinel and all', async () => {
      const project = createProject(`odd/${name}`)
      const { stdout, stderr } = await runScript(project, 'both.mjs', WATCH_THROUGH_BOTH)
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual(SAW)
    })
  },
)
