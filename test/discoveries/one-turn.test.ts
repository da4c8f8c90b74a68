import { readFile } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { block, idleTime, launchFrom, pollVisits } from './loop.ts'
import { type SocketPair, socketPair } from './socket-pair.ts'

describe('what belongs to one turn', () => {
  test('a poll callback and the immediate it sets: no visit and no idle time in between', async () => {
    for (let i = 0; i < 20; i++) {
      const [visits, idle] = await new Promise<[number, number]>((resolve) => {
        readFile(import.meta.filename, () => {
          const before = { visits: pollVisits(), idle: idleTime() }
          block(1)
          setImmediate(() => {
            block(1)
            resolve([pollVisits() - before.visits, idleTime() - before.idle])
          })
        })
      })
      expect(visits).toBe(0)
      expect(idle).toBe(0)
    }
  })

  test('all sockets that are readable together are served in one visit', async () => {
    const pairs: SocketPair[] = []
    for (let i = 0; i < 6; i++) pairs.push(await socketPair())
    for (let round = 0; round < 10; round++) {
      // Park every reader with one byte left in its kernel buffer.
      const parked = pairs.map(
        (pair) =>
          new Promise<void>((resolve) => {
            pair.onByte = () => {
              resolve()
              return false
            }
          }),
      )
      for (const pair of pairs) {
        pair.reader.resume()
        pair.writer.write('ab')
      }
      await Promise.all(parked)
      const served = await launchFrom('timers', () => {
        const before = pollVisits()
        return Promise.all(
          pairs.map(
            (pair) =>
              new Promise<number>((resolve) => {
                pair.onByte = () => {
                  block(1)
                  resolve(pollVisits() - before)
                  return true
                }
                pair.reader.resume()
              }),
          ),
        )
      })
      expect(served).toEqual([1, 1, 1, 1, 1, 1])
    }
    for (const pair of pairs) pair.close()
  })
})
