import { createHook } from 'node:async_hooks'
import process from 'node:process'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { burn } from '../support/burn.ts'
import { sleep } from '../support/waits.ts'

const options = { budget: 20, stopAfter: 100 }
const never = () => new Promise<never>(() => {})

const later = (schedule: () => unknown) => () => {
  schedule()
  return never()
}

function forever(): void {
  for (;;);
}

describe('a function that does not end is stopped', () => {
  test('in its call', async () => {
    const { outcome, longestStall, pollVisits } = await watchLoop(forever, options)
    expect(outcome).toEqual({ kind: 'stopped', afterMs: expect.any(Number) })
    expect(pollVisits).toBe(0)
    expect(longestStall).toMatchObject({ stopped: true, kind: 'sync' })
    expect(longestStall.ms).toBeGreaterThan(50)
  })

  test('in a later turn, whose visits to poll are those before', async () => {
    const { outcome, longestStall, pollVisits } = await watchLoop(async () => {
      await turn()
      await turn()
      forever()
    }, options)
    expect(outcome.kind).toBe('stopped')
    expect(pollVisits).toBe(2)
    expect(longestStall.stopped).toBe(true)
  })

  test('after it has settled, in the same turn', async () => {
    const { outcome } = await watchLoop(() => void process.nextTick(forever), options)
    expect(outcome.kind).toBe('stopped')
  })

  test('when timeout is over, though stopAfter is not', async () => {
    const { outcome } = await watchLoop(forever, { budget: 20, timeout: 100, stopAfter: 60_000 })
    expect(outcome.kind).toBe('stopped')
  })

  test('never for being long, within its budget', async () => {
    const { outcome, longestStall } = await watchLoop(() => burn(200), { budget: 4000, stopAfter: 20 })
    expect(outcome.kind).toBe('returned')
    expect(longestStall.stopped).toBe(false)
  })

  test('its own error comes first', async () => {
    const { outcome } = await watchLoop(() => {
      process.nextTick(forever)
      throw new Error('mine')
    }, options)
    expect(outcome).toMatchObject({ kind: 'threw', error: { message: 'mine' } })
  })

  test('nothing of it runs on', async () => {
    const ran: string[] = []
    await watchLoop(() => {
      try {
        forever()
      } catch {
        ran.push('catch')
      } finally {
        ran.push('finally')
      }
    }, options)
    await sleep(20)
    expect(ran).toEqual([])
  })

  test('again and again', async () => {
    const kinds = [
      forever,
      async () => {
        for (;;) await null
      },
      later(() => setImmediate(forever)),
      later(() => setTimeout(forever, 1)),
    ]
    for (let round = 0; round < 20; round++) {
      const { outcome, limitations } = await watchLoop(kinds[round % kinds.length]!, options)
      expect(outcome.kind).toBe('stopped')
      expect(limitations.filter((line) => /inspector|detector/.test(line))).toEqual([])
    }
  })

  test('asleep in a later turn: sleep counts like work', async () => {
    const ms: number[] = []
    for (let round = 0; round < 5; round++) {
      const { longestStall } = await watchLoop(
        later(() => setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000))),
        { budget: 20, stopAfter: 100 },
      )
      expect(longestStall.stopped).toBe(true)
      ms.push(longestStall.ms)
    }
    // Else only the timeout would have ended it, after 4 s.
    expect(Math.min(...ms)).toBeLessThan(500)
  })

  test('between two immediates: the second one still runs', async () => {
    let ran = false
    const { outcome } = await watchLoop(() => {
      const stuck = turn().then(forever)
      setImmediate(() => {
        ran = true
      })
      return stuck
    }, options)
    expect(outcome.kind).toBe('stopped')
    await turn()
    expect(ran).toBe(true)
  })

  test('and what waited meanwhile goes on', async () => {
    const order: string[] = []
    const timer = sleep(30).then(() => order.push('timer'))
    const first = new Promise<void>((resolve) => setImmediate(resolve)).then(() => order.push('immediate'))
    await watchLoop(
      later(() => setImmediate(forever)),
      options,
    )
    await Promise.all([timer, first])
    expect(order.toSorted()).toEqual(['immediate', 'timer'])
    expect((await watchLoop(() => turn())).outcome).toEqual({ kind: 'resolved' })
  })
})

describe('where async hooks are on, a function that never ends is stopped as soon', () => {
  const hook = createHook({ init() {}, before() {}, after() {}, destroy() {} })
  beforeAll(() => void hook.enable())
  afterAll(() => void hook.disable())

  test.for<[string, () => unknown]>([
    ['a loop with no place to step to', forever],
    ['a lock', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)],
    [
      'ticks, each with a hook for its end',
      () => {
        const again = (): void => process.nextTick(again)
        again()
        return new Promise(() => {})
      },
    ],
    [
      'awaiting what is there',
      async () => {
        for (;;) await null
      },
    ],
  ])('%s', async ([, subject]) => {
    const ms: number[] = []
    for (let round = 0; round < 5; round++) {
      const { outcome, longestStall } = await watchLoop(subject, options)
      expect(outcome.kind).toBe('stopped')
      ms.push(longestStall.ms)
    }
    const [, , median] = ms.toSorted((one, other) => one - other)
    expect(median).toBeLessThan(300)
  })
})

describe('a function that ends is not stopped', () => {
  test('before stopAfter is over: idle time does not count', async () => {
    const watched = { budget: 20, stopAfter: 300, canaries: [] }
    for (let round = 0; round < 3; round++) {
      const { outcome } = await watchLoop(async () => {
        await sleep(400)
        burn(60)
      }, watched)
      expect(outcome).toEqual({ kind: 'resolved' })
    }
  })

  test('before stopAfter is over', async () => {
    const { outcome, longestStall } = await watchLoop(() => burn(60), { budget: 20, stopAfter: 5000 })
    expect(outcome).toEqual({ kind: 'returned' })
    expect(longestStall.stopped).toBe(false)
  })

  test('when nothing may be stopped', async () => {
    const { outcome } = await watchLoop(() => burn(300), { budget: 20, stopAfter: false, timeout: false })
    expect(outcome).toEqual({ kind: 'returned' })
  })

  test('for many turns that are long in all', async () => {
    const { outcome } = await watchLoop(async () => {
      for (let chunk = 0; chunk < 30; chunk++) {
        burn(10)
        await turn()
      }
    }, options)
    expect(outcome).toEqual({ kind: 'resolved' })
  })
})

describe('cleanUp cancels what waits when the watch ends', () => {
  test.each<[string, (count: () => void) => unknown]>([
    [
      'immediates',
      (count) => {
        const again = (): void => {
          count()
          setImmediate(again)
        }
        again()
        return never()
      },
    ],
    ['intervals', (count) => later(() => setInterval(count, 1))()],
    [
      'awaited immediates',
      async (count) => {
        for (;;) {
          count()
          await turn()
        }
      },
    ],
    [
      'timers set later',
      (count) => {
        // The machine may let nobody run from here to the end of the watch but what is due by then.
        const goOn = (): void => {
          count()
          setInterval(count, 1)
        }
        return later(() => setTimeout(goOn, 5))()
      },
    ],
  ])('%s', async (_what, subject) => {
    let calls = 0
    const { outcome } = await watchLoop(() => subject(() => calls++), { timeout: 60, cleanUp: true })
    expect(outcome.kind).toBe('pending')
    expect(calls).toBeGreaterThan(0)
    const before = calls
    await sleep(30)
    expect(calls).toBe(before)
  })

  test('and nothing of others', async () => {
    let calls = 0
    const interval = setInterval(() => calls++, 1)
    await watchLoop(never, { timeout: 20, cleanUp: true })
    const before = calls
    await sleep(30)
    clearInterval(interval)
    expect(calls).toBeGreaterThan(before)
  })
})
