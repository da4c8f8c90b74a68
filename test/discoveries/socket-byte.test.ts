import { expect, test } from 'vitest'
import { block, immediate, launchFrom, pollVisits, sleep } from './loop.ts'
import { type SocketPair, socketPair } from './socket-pair.ts'

/** After this, one byte was seen and one more waits in the kernel, unread. */
function park(pair: SocketPair): Promise<void> {
  const seen = new Promise<void>((resolve) => {
    pair.onByte = () => {
      resolve()
      return false
    }
  })
  pair.reader.resume()
  pair.writer.write('ab')
  return seen
}

test('returning false from onread stops reading at once, with the second byte unread', async () => {
  const pair = await socketPair()
  for (let i = 0; i < 20; i++) {
    let bytes = 0
    await park(pair)
    pair.onByte = () => {
      bytes++
      return true
    }
    // Many visits, none of which may touch a reader that has stopped.
    for (let turn = 0; turn < 20; turn++) await immediate()
    expect(bytes).toBe(0)
    pair.reader.resume()
    await immediate()
    await immediate()
    expect(bytes).toBe(1)
  }
  pair.close()
})

const subjects: [string, () => void | Promise<void>, number][] = [
  ['one immediate', immediate, 1],
  ['a timer', () => sleep(0), 1],
  ['microtasks only', async () => void (await null), 0],
  ['a synchronous block', () => block(2), 0],
]

test.each(subjects)(
  'resume() in the timers phase makes the next visit serve the byte: %s',
  async (_, subject, bytes) => {
    const pair = await socketPair()
    for (let i = 0; i < 50; i++) {
      await park(pair)
      const servedAt: number[] = []
      await launchFrom('timers', async () => {
        const before = pollVisits()
        const drained = new Promise<void>((resolve) => {
          pair.onByte = () => {
            servedAt.push(pollVisits() - before)
            resolve()
            return true
          }
        })
        pair.reader.resume()
        await subject()
        expect(servedAt).toHaveLength(bytes)
        await drained
      })
      expect(servedAt).toEqual([1])
    }
    pair.close()
  },
)
