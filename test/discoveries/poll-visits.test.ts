import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { block, immediate, launchFrom, pollVisits } from './loop.ts'
import { socketPair } from './socket-pair.ts'

describe('loopCount counts the visits to the poll phase', () => {
  test('every hand-back through an immediate is one visit, none is missed', async () => {
    await immediate()
    for (const turns of [1, 2, 50]) {
      const before = pollVisits()
      for (let i = 0; i < turns; i++) await immediate()
      expect(pollVisits() - before).toBe(turns)
    }
  })

  test('synchronous work, microtasks and nextTicks are no visit', async () => {
    await launchFrom('timers', async () => {
      const before = pollVisits()
      block(2)
      for (let i = 0; i < 1000; i++) await null
      await new Promise<void>((resolve) => process.nextTick(resolve))
      expect(pollVisits() - before).toBe(0)
    })
  })

  test('a worker thread has a count of its own', async () => {
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads')
       const visits = () => performance.nodeTiming.uvMetricsInfo.loopCount
       setTimeout(async () => {
         const before = visits()
         for (let i = 0; i < 7; i++) await new Promise(setImmediate)
         parentPort.postMessage(visits() - before)
       }, 1)`,
      { eval: true },
    )
    expect(await new Promise((resolve) => worker.once('message', resolve))).toBe(7)
    await worker.terminate()
  })
})

describe('a turn is poll, then check, then timers', () => {
  test('what is ready together is served in that order, one visit later', async () => {
    const pair = await socketPair()
    for (let round = 0; round < 20; round++) {
      const order: string[] = []
      const arrived = new Promise<void>((resolve) => {
        pair.onByte = () => {
          resolve()
          return false
        }
      })
      pair.reader.resume()
      pair.writer.write('ab')
      await arrived
      await launchFrom('timers', async () => {
        const before = pollVisits()
        const note = (what: string) => order.push(`${what} after ${pollVisits() - before}`)
        const served = new Promise<void>((resolve) => {
          pair.onByte = () => {
            note('poll')
            resolve()
            return true
          }
        })
        pair.reader.resume()
        // The immediate blocks until the timer is overdue, so that both belong to the same turn.
        const timer = new Promise<void>((resolve) => setTimeout(() => resolve(void note('timers')), 1))
        const check = new Promise<void>((resolve) =>
          setImmediate(() => {
            note('check')
            block(3)
            resolve()
          }),
        )
        await Promise.all([served, timer, check])
      })
      expect(order).toEqual(['poll after 1', 'check after 1', 'timers after 1'])
    }
    pair.close()
  })
})
