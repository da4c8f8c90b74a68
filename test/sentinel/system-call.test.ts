import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { SystemCall } from '../../src/sentinel/system-call.ts'
import { schedstatPath } from '../../src/turns/machine.ts'
import { sleep } from '../support/waits.ts'

/** A thread that does one thing until it is ended, and where its `schedstat` is. */
async function threadThat(does: string): Promise<{ worker: Worker; schedstat: string }> {
  const source = `
    const { readlinkSync } = require('node:fs')
    require('node:worker_threads').parentPort.postMessage('/proc/' + readlinkSync('/proc/thread-self') + '/schedstat')
    ${does}`
  const worker = new Worker(source, { eval: true })
  const [schedstat] = await once(worker, 'message')
  return { worker, schedstat }
}

async function seesOwnWait(does: string): Promise<boolean> {
  const { worker, schedstat } = await threadThat(does)
  const call = new SystemCall(schedstat)
  let seen = false
  for (let look = 0; look < 20 && !seen; look++) {
    await sleep(20)
    seen = call.isOwnWait
  }
  await worker.terminate()
  return seen
}

describe.runIf(schedstatPath && ['x64', 'arm64'].includes(process.arch))('a thread sleeps', () => {
  test('for a child process', async () => {
    expect(await seesOwnWait("require('node:child_process').execSync('sleep 1')")).toBe(true)
  })

  test('for a lock, which may be held by another thread', async () => {
    expect(await seesOwnWait('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)')).toBe(false)
  })
})

test.runIf(schedstatPath)('a thread does not sleep', async () => {
  expect(await seesOwnWait('for (const endMs = performance.now() + 1000; performance.now() < endMs; );')).toBe(false)
})

test('where nobody tells', () => {
  expect(new SystemCall(undefined).isOwnWait).toBe(false)
})
