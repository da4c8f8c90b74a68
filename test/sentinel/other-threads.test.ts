import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { OtherThreads } from '../../src/sentinel/other-threads.ts'
import { schedstatPath } from '../../src/turns/machine.ts'
import { sleep } from '../support/waits.ts'

const openFiles = (): number => readdirSync('/proc/self/fd').length

test.runIf(schedstatPath)(
  'tells for how long others were ready and not run, and keeps no file of one that has ended',
  async () => {
    const others = new OtherThreads(schedstatPath)
    others.start()
    const files = openFiles()
    const flag = new Int32Array(new SharedArrayBuffer(4))
    const spinning =
      'const { workerData } = require("node:worker_threads"); while (Atomics.load(workerData, 0) === 0) {}'
    const workers = Array.from({ length: availableParallelism() * 3 }, () => {
      return new Worker(spinning, { eval: true, workerData: flag })
    })
    await Promise.all(workers.map((worker) => once(worker, 'online')))
    others.start()
    await sleep(300)
    // Of three for each CPU two wait at any time.
    expect(others.delayedMs).toBeGreaterThan(100)
    Atomics.store(flag, 0, 1)
    await Promise.all(workers.map((worker) => once(worker, 'exit')))
    others.start()
    expect(openFiles()).toBeLessThan(files + workers.length)
  },
)

test('where nobody tells, nobody was delayed', () => {
  const others = new OtherThreads(undefined)
  others.start()
  expect(others.delayedMs).toBe(0)
})
