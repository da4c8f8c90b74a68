import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { now, sharedNow } from '../../src/realm.ts'
import { OtherThreads } from '../../src/sentinel/other-threads.ts'
import type { Delay } from '../../src/turns/anatomy.ts'
import { schedstatPath } from '../../src/turns/machine.ts'
import { sleep } from '../support/waits.ts'

const clockOffset = sharedNow() - now()

const openFiles = (): number => readdirSync('/proc/self/fd').length

test.runIf(schedstatPath)(
  'tells for how long others were ready and not run, and keeps no file of one that has ended',
  async () => {
    const others = new OtherThreads({ schedstat: schedstatPath, clockOffset })
    const delays: Delay[] = []
    others.start(delays)
    const files = openFiles()
    const flag = new Int32Array(new SharedArrayBuffer(4))
    const spinning =
      'const { workerData } = require("node:worker_threads"); while (Atomics.load(workerData, 0) === 0) {}'
    const workers = Array.from({ length: availableParallelism() * 3 }, () => {
      return new Worker(spinning, { eval: true, workerData: flag })
    })
    await Promise.all(workers.map((worker) => once(worker, 'online')))
    others.look()
    delays.length = 0
    await sleep(300)
    others.look()
    // Of three for each CPU two wait at any time.
    const [first] = delays as [Delay]
    expect(first.endMs - first.startMs).toBeGreaterThan(290)
    expect(first.ms).toBeGreaterThan(100)
    while (delays[0] === first) {
      await sleep(5)
      others.look()
    }
    // The two oldest are one now.
    expect(delays).toHaveLength(100)
    expect(delays[0]).toMatchObject({ startMs: first.startMs })
    expect(delays[0]!.ms).toBeGreaterThan(first.ms)
    expect(delays[0]!.endMs).toBeGreaterThan(first.endMs)
    Atomics.store(flag, 0, 1)
    await Promise.all(workers.map((worker) => once(worker, 'exit')))
    others.look()
    expect(openFiles()).toBeLessThan(files + workers.length)
  },
)

test('where nobody tells, nobody was delayed', () => {
  const others = new OtherThreads({ schedstat: undefined, clockOffset })
  const delays: Delay[] = []
  others.start(delays)
  others.look()
  expect(delays).toEqual([])
})
