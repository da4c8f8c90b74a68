import { stat } from 'node:fs'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { install } from '@sinonjs/fake-timers'
import { afterEach, beforeEach, describe, test } from 'host'

const never = () => new Promise(() => {})

test('fails: a loop', () => {
  while (true) {} // blocks: a loop
})

test('fails: a loop in try, catch and finally', () => {
  for (;;) {
    try {
      for (;;); // blocks: a loop in try, catch and finally
    } catch {
    } finally {
    }
  }
})

test('fails: a getter', () => {
  const object = {
    get value() {
      for (;;); // blocks: a getter
    },
  }
  return object.value
})

test('fails: a regular expression', () => {
  ;/^(a+)+$/.test(`${'a'.repeat(40)}b`) // blocks: a regular expression
})

test('fails: a lock', () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) // blocks: a lock
})

test('fails: awaiting what is there', async () => {
  while (true) await Promise.resolve() // blocks: awaiting what is there
})

test('fails: microtasks', () => {
  const again = () => queueMicrotask(again) // blocks: microtasks
  again()
  return never()
})

test('fails: ticks', () => {
  const again = () => process.nextTick(again) // blocks: ticks
  again()
  return never()
})

// A look that finds a function as it is resumed knows the function, and not yet its line.
// biome-ignore format: the mark is of its line
test('fails: an async generator', async () => { // blocks: an async generator
  // biome-ignore format: as above
  async function* endless() { // blocks: an async generator
    for (;;) yield 1 // blocks: an async generator
  }
  for await (const _ of endless()); // blocks: an async generator
})

test('fails: after an await', async () => {
  await sleep(5)
  for (;;); // blocks: after an await
})

test('fails: in an immediate', () => {
  setImmediate(() => {
    for (;;); // blocks: in an immediate
  })
  return never()
})

test('fails: in a timer', () => {
  setTimeout(() => {
    for (;;); // blocks: in a timer
  }, 1)
  return never()
})

test('fails: in an interval', () => {
  setInterval(() => {
    for (;;); // blocks: in an interval
  }, 1)
  return never()
})

test('fails: when a file is read', () => {
  stat('.', () => {
    for (;;); // blocks: when a file is read
  })
  return never()
})

test('fails: when a socket connects', () => {
  const server = createServer((socket) => {
    socket.unref()
    for (;;); // blocks: when a socket connects
  }).listen(0, '127.0.0.1', () =>
    connect(server.address().port, '127.0.0.1')
      .on('error', () => {})
      .unref(),
  )
  server.unref()
  return never()
})

test('fails: behind its end', () => {
  setTimeout(() => {
    for (;;); // blocks: behind its end
  }, 5)
})

test('passes: what runs while another one blocks behind its end', () => sleep(100))

test('fails: with a clock that stands still', () => {
  const clock = install({ toFake: ['Date', 'performance'] })
  try {
    const end = Date.now() + 10
    while (Date.now() < end); // blocks: with a clock that stands still
  } finally {
    clock.uninstall()
  }
})

describe('hooks', () => {
  let next = ''
  beforeEach(() => {
    if (next === 'before') for (;;); // blocks: in its beforeEach
  })
  afterEach(() => {
    const blocks = next === 'after'
    next = { first: 'before', before: 'after' }[next] ?? ''
    if (blocks) for (;;); // blocks: in its afterEach
  })
  test('passes: the one before', () => {
    next = 'first'
  })
  test('fails: in its beforeEach', () => {})
  test('fails: in its afterEach', () => {})
})

test('fails: behind an await in a function of its own', async () => {
  const work = async () => {
    await null
    while (true) await null // blocks: behind an await in a function of its own
  }
  await Promise.all([sleep(1), work()])
})

for (let index = 0; index < 178; index++) {
  test(`passes: ordinary ${index}`, async () => {
    if (index % 10 === 0) await sleep(1)
  })
}
