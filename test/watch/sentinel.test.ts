import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { assertNotBlockLoopFor } from '../../src/node-test.ts'
import { burn } from '../support/burn.ts'
import { immediate } from '../support/waits.ts'

/** The threads that this one has started, the sentinel among them; Node tells of each. */
const started: Worker[] = []
const note = (worker: Worker) => started.push(worker)

beforeEach(() => void process.on('worker', note))
afterEach(() => void process.off('worker', note))

const gone = (worker: Worker) => worker.terminate()

// In order: the first test starts the sentinel.
test('the first watch starts one sentinel', async () => {
  await Promise.all([watchLoop(() => {}), watchLoop(() => immediate())])
  expect(started).toHaveLength(1)
})

test('later watches keep it', async () => {
  for (let watch = 0; watch < 20; watch++) await watchLoop(() => immediate())
  await watchLoop(() => {}, { canaries: [] })
  expect(started).toHaveLength(1)
})

test('a message of the sentinel is served, when the subject waits for it', async () => {
  const { canaries } = await watchLoop(() => new Promise((resolve) => started[0]!.once('message', resolve)))
  expect(canaries.worker).toMatchObject({ served: 1, waiting: 0 })
  expect(canaries.worker!.firstServedMs).toBeGreaterThanOrEqual(0)
})

test('a new one is started after it died', async () => {
  await gone(started[0]!)
  const { limitations, canaries } = await watchLoop(
    () => new Promise((resolve) => started[1]!.once('message', resolve)),
  )
  expect(started).toHaveLength(2)
  expect(canaries.worker).toMatchObject({ served: 1 })
  expect(limitations.filter((line) => line.includes('sentinel'))).toEqual([])
})

test('a watch whose sentinel dies goes on without it', async () => {
  const { outcome, longestStall, pollVisits, limitations } = await watchLoop(async () => {
    await gone(started[1]!)
    await immediate()
    burn(30)
  })
  expect(outcome).toEqual({ kind: 'resolved' })
  expect(pollVisits).toBeGreaterThan(0)
  expect(limitations).toContain('detector lost: the sentinel thread died in the watch')
  expect(longestStall.ms).toBeGreaterThan(24)
  expect((await watchLoop(() => {})).outcome).toEqual({ kind: 'returned' })
  expect(started).toHaveLength(3)
})

test('an assertion whose sentinel dies does not pass as if nothing had happened', async () => {
  const subject = () => gone(started.at(-1)!)
  await expect(assertNotBlockLoopFor(subject, 5000, { strict: true })).rejects.toThrow(
    /Received: inconclusive: .*; detector lost: the sentinel thread died in the watch$/m,
  )
  await assertNotBlockLoopFor(() => immediate(), 5000, { strict: true })
  expect(started).toHaveLength(4)
})

test('one that dies again and again does not leave others behind', async () => {
  for (let death = 0; death < 5; death++) {
    await gone(started.at(-1)!)
    await Promise.all([watchLoop(() => {}), watchLoop(() => {})])
  }
  expect(started).toHaveLength(9)
  const alive = started.filter(({ threadId }) => threadId > 0)
  expect(alive).toHaveLength(1)
})
