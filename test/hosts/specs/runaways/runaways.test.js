import { stat } from 'node:fs'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'host'
import { cooperate } from './subjects.js'

const limit = { stopAfter: 100 }

// What waits all the time must go on behind each stop.
let ticks = 0
const interval = setInterval(() => ticks++, 5)
interval.unref()
const answered = sleep(400).then(() => 'answered')

function forever() {
  for (;;); // blocks: forever
}

test('fails: a loop', async () => {
  await expect(() => {
    while (true) {} // blocks: a loop
  }).toNotBlockLoopFor(50, limit)
})

test('fails: a loop in try, catch and finally', async () => {
  await expect(() => {
    for (;;) {
      try {
        for (;;); // blocks: a loop in try, catch and finally
      } catch {
      } finally {
      }
    }
  }).toNotBlockLoopFor(50, limit)
})

test('fails: awaiting what is there', async () => {
  await expect(async () => {
    while (true) await Promise.resolve() // blocks: awaiting what is there
  }).toNotBlockLoopFor(50, limit)
})

test('fails: ticks', async () => {
  await expect(() => {
    const again = () => process.nextTick(again) // blocks: ticks
    again()
    return new Promise(() => {})
  }).toNotBlockLoopFor(50, limit)
})

test('fails: microtasks', async () => {
  await expect(() => {
    const again = () => queueMicrotask(again) // blocks: microtasks
    again()
    return new Promise(() => {})
  }).toNotBlockLoopFor(50, limit)
})

test('fails: an async generator', async () => {
  await expect(async () => {
    async function* endless(/* blocks: an async generator */) {
      for (;;) yield 1 // blocks: an async generator
    }
    for await (const _ of endless()); // blocks: an async generator
  }).toNotBlockLoopFor(50, limit)
})

test('fails: a regular expression', async () => {
  await expect(() => /^(a+)+$/.test(`${'a'.repeat(40)}b`) /* blocks: a regular expression */).toNotBlockLoopFor(
    50,
    limit,
  )
})

test('fails: a lock', async () => {
  await expect(() => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) // blocks: a lock
  }).toNotBlockLoopFor(50, limit)
})

test('fails: a getter', async () => {
  const object = {
    get value() {
      for (;;); // blocks: a getter
    },
  }
  await expect(() => object.value).toNotBlockLoopFor(50, limit)
})

// In a later turn, where no test is on the stack any more.
const later = {
  'an immediate': (call) => setImmediate(call),
  'a timer': (call) => setTimeout(call, 1),
  'an interval': (call) => setInterval(call, 1),
  'a file': (call) => stat('.', call),
  'a socket': (call) => {
    const server = createServer((socket) => {
      socket.unref()
      call()
    }).listen(0, '127.0.0.1', () =>
      connect(server.address().port, '127.0.0.1')
        .on('error', () => {})
        .unref(),
    )
    server.unref()
  },
  'an await': (call) => sleep(2).then(call),
}

for (const [name, schedule] of Object.entries(later)) {
  test(`fails: later, in ${name}`, async () => {
    await expect(() => {
      schedule(forever)
      return new Promise(() => {})
    }).toNotBlockLoopFor(50, limit)
  })
}

test('fails: behind a result', async () => {
  await expect(() => {
    const again = () => process.nextTick(again) // blocks: behind a result
    again()
  }).toNotBlockLoopFor(50, limit)
})

test('fails: where it is asked for visits to poll', async () => {
  await expect(async () => {
    while (true) await null // blocks: where it is asked for visits to poll
  }).toYieldToPoll(limit)
})

test('passes: where it is wanted', async () => {
  await expect(async () => {
    while (true) await null
  }).toStarveLoop(limit)
})

test('fails: a block that ends is not what starves', async () => {
  await expect(() => cooperate(2)).toStarveLoop(limit)
})

test('passes: going on without an end', async () => {
  const again = () => setImmediate(again)
  await expect(() => {
    again()
    return new Promise(() => {})
  }).toKeepYieldingFor(100)
})

test('fails: an end where there should be none', async () => {
  await expect(() => cooperate(2)).toKeepYieldingFor(2000)
})

test('fails: no end, and no turn of the loop', async () => {
  await expect(async () => {
    while (true) await null // blocks: no end, and no turn of the loop
  }).toKeepYieldingFor(2000, limit)
})

for (let index = 0; index < 100; index++) {
  test(`passes: ordinary ${index}`, async () => {
    await expect(() => cooperate(1)).toYieldToPoll()
  })
}

test('passes: what waited all the time went on', async () => {
  const before = ticks
  await sleep(50)
  expect(ticks > before).toBe(true)
  expect(await answered).toBe('answered')
  await new Promise((resolve) => stat('.', resolve))
  await new Promise((resolve) => setImmediate(resolve))
  await new Promise((resolve) => process.nextTick(resolve))
})
