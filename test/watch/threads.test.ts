import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { type LoopReport, watchLoop } from '../../src/index.ts'

interface Told {
  threads: number
  sync: LoopReport
  yielding: LoopReport
  blocking: LoopReport
}

/** Lets a worker thread watch functions of its own. */
async function watchInWorker(): Promise<Told> {
  const worker = new Worker(new URL('fixtures/watch-in-worker.mjs', import.meta.url))
  const [[told]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')])
  return told
}

function expectRightReports({ threads, sync, yielding, blocking }: Told): void {
  expect(threads).toBe(1)
  expect(sync).toMatchObject({ outcome: { kind: 'returned' }, pollVisits: 0 })
  expect(yielding).toMatchObject({ outcome: { kind: 'resolved' }, pollVisits: 3 })
  expect(yielding.canaries.socket).toMatchObject({ served: 1 })
  expect(blocking.longestStall.ms).toBeGreaterThan(24)
}

test('a worker thread has an engine and a sentinel of its own, and ends by itself', async () => {
  expectRightReports(await watchInWorker())
})

test('several at once', async () => {
  for (const told of await Promise.all([watchInWorker(), watchInWorker(), watchInWorker()])) expectRightReports(told)
})

test('a watch of this thread does not hold up those of another', async () => {
  let told: Told | undefined
  const { outcome } = await watchLoop(
    async () => {
      told = await watchInWorker()
    },
    { timeout: 20_000 },
  )
  expect(outcome).toEqual({ kind: 'resolved' })
  expectRightReports(told!)
})

test('a thread that blocks does not stall this one', async () => {
  const { longestStall } = await watchLoop(async () => {
    const worker = new Worker('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)', { eval: true })
    await once(worker, 'exit')
  })
  // To start a thread takes a while where the machine is slow.
  expect(longestStall.ms).toBeLessThan(500)
})

test('a thread that is ended in the middle of a watch takes its sentinel along', async () => {
  const code = `
    import { watchLoop } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)}
    import { parentPort } from 'node:worker_threads'
    await watchLoop(() => new Promise(() => parentPort.postMessage('watching')), { timeout: 60_000 })`
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`))
  await once(worker, 'message')
  expect(await worker.terminate()).toBe(1)
  expect((await watchLoop(() => {})).outcome).toEqual({ kind: 'returned' })
})
