import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { gate, immediate, turnsOfTheLoop } from '../support/waits.ts'

/** A subject that knows whether it was called. */
function counted(body: () => unknown = () => {}) {
  const calls: number[] = []
  const subject = () => {
    calls.push(calls.length)
    return body()
  }
  return { calls, subject }
}

test.each(['enough', undefined, new RangeError('enough')])(
  'before the watch: it rejects with the reason %s',
  async (reason) => {
    const { calls, subject } = counted()
    const signal = AbortSignal.abort(reason)
    await expect(watchLoop(subject, { signal })).rejects.toBe(signal.reason)
    expect(calls).toEqual([])
  },
)

test('while it waits for another watch: it rejects at once, and the subject is never called', async () => {
  const { promise, open } = gate()
  const aborter = new AbortController()
  const { calls, subject } = counted()
  const ends: string[] = []
  const first = watchLoop(() => promise).then(() => ends.push('first'))
  const second = watchLoop(subject, { signal: aborter.signal }).catch((reason) => ends.push(reason))
  const third = watchLoop(() => {}).then(() => ends.push('third'))
  await turnsOfTheLoop(3)
  aborter.abort('second')
  await turnsOfTheLoop(3)
  open()
  await Promise.all([first, second, third])
  expect(calls).toEqual([])
  expect(ends).toEqual(['second', 'first', 'third'])
})

test('while the canaries are got ready: the subject is not called any more', async () => {
  const aborter = new AbortController()
  const { calls, subject } = counted()
  const watch = watchLoop(subject, { signal: aborter.signal })
  // After the microtasks that take the lock, before the visit to poll that the socket needs.
  process.nextTick(() => aborter.abort('enough'))
  await expect(watch).rejects.toBe('enough')
  expect(calls).toEqual([])
})

test('while the subject waits: it rejects, and the next watch goes on', async () => {
  const aborter = new AbortController()
  const { promise, open } = gate()
  const watch = watchLoop(
    async () => {
      await immediate()
      aborter.abort('enough')
      await promise
    },
    { signal: aborter.signal, timeout: false },
  )
  await expect(watch).rejects.toBe('enough')
  expect((await watchLoop(() => {})).outcome).toEqual({ kind: 'returned' })
  open()
})

test('in the subject itself: it rejects, whatever the subject returns', async () => {
  const aborter = new AbortController()
  await expect(watchLoop(() => aborter.abort('enough'), { signal: aborter.signal })).rejects.toBe('enough')
})

test('between two runs: the next run does not begin', async () => {
  const aborter = new AbortController()
  const { calls, subject } = counted(() => {
    if (calls.length === 2) queueMicrotask(() => aborter.abort('enough'))
  })
  await expect(watchLoop(subject, { runs: 5, signal: aborter.signal })).rejects.toBe('enough')
  expect(calls).toHaveLength(2)
})

test('after the watch: nobody listens any more', async () => {
  const { signal } = new AbortController()
  await watchLoop(() => {}, { signal, warmup: 2, runs: 3 })
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('a subject that rejects after the abort is no unhandled rejection', async () => {
  const aborter = new AbortController()
  const { promise, open } = gate()
  const unhandled: unknown[] = []
  const note = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', note)
  const failing = () => {
    aborter.abort('enough')
    return promise.then(() => Promise.reject(new Error('late')))
  }
  await expect(watchLoop(failing, { signal: aborter.signal })).rejects.toBe('enough')
  open()
  await immediate()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

test('a signal that times out ends the watch with its reason', async () => {
  const signal = AbortSignal.timeout(20)
  await expect(watchLoop(() => new Promise(() => {}), { signal })).rejects.toMatchObject({ name: 'TimeoutError' })
})
