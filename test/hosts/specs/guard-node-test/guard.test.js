import assert from 'node:assert/strict'
import crypto from 'node:crypto'
import { after, afterEach, before, beforeEach, describe, mock, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { loopSafe } from 'loop-canary'
import { block, hold } from './subjects.js'

const LONG = 200

test('passes: what does next to nothing', () => {})

test('passes: what waits', () => sleep(30))

test('passes: many short pieces', async () => {
  for (let piece = 0; piece < 25; piece++) {
    block(8)
    await new Promise((resolve) => setImmediate(resolve))
  }
})

test('fails: a block', () => {
  block(LONG)
})

test('fails: a block behind an await', async () => {
  await sleep(5)
  block(LONG)
})

test('fails: own error first', () => {
  block(LONG)
  throw new Error('its own')
})

test('fails: while time stands still', () => {
  mock.timers.enable()
  block(LONG)
})

test('passes: behind fake timers that were left on', async () => {
  await new Promise((resolve) => process.nextTick(resolve))
  mock.timers.reset()
})

test('fails: with a callback', (_, done) => {
  block(LONG)
  done()
})

test('passes: with a callback that comes later', (_, done) => {
  setTimeout(done, 10)
})

test('fails: around a subtest', async (t) => {
  await t.test('passes: beside the subtest', () => {})
  await t.test('fails: the subtest', () => block(LONG))
})

// To sleep is to block as well, and leaves the machine to others.
describe('allowances', () => {
  test('passes: around a function', () => {
    loopSafe.allow(() => hold(LONG))
  })

  test('passes: across an await', async () => {
    await loopSafe.allow(async () => {
      await sleep(5)
      hold(LONG)
    })
  })

  test('passes: for what it has left to a timer', async () => {
    loopSafe.allow(() => setTimeout(() => hold(LONG), 5))
    await sleep(20)
  })

  test('passes: for the rest of the test', async () => {
    loopSafe.allow()
    await sleep(5)
    hold(LONG)
  })

  test('passes: one in another', () => {
    loopSafe.allow({ upTo: 10 }, () => loopSafe.allow({ upTo: 10_000 }, () => hold(LONG)))
  })

  test('passes: by its title @loop-safe', () => {
    hold(LONG)
  })

  test('passes: by a rule of the config', () => {
    legacyParse()
  })

  test('fails: longer than allowed', () => {
    loopSafe.allow({ upTo: 60 }, () => block(LONG))
  })

  test('fails: behind one that threw', () => {
    try {
      loopSafe.allow(() => {
        throw new Error('from inside')
      })
    } catch {}
    block(LONG)
  })

  test('fails: beside one that is awaited', async () => {
    const allowed = loopSafe.allow(() => sleep(50))
    await sleep(5)
    block(LONG)
    await allowed
  })

  test('passes: returns and throws what the function does', () => {
    assert.equal(
      loopSafe.allow(() => 42),
      42,
    )
    assert.throws(() => loopSafe.allow({ upTo: -1 }, () => {}), {
      message: 'Expected the `upTo` option to be a positive number of milliseconds, got `-1` (number)',
    })
  })
})

// biome-ignore format: a body that begins in the line in which it calls
test('fails: a key', () => { crypto.pbkdf2Sync('a', 'b', 500_000, 64, 'sha512') }) // blocks: a key

test('passes: a mock of what nobody can look into', () => {
  const { mock: mocked } = mock.method(crypto, 'pbkdf2Sync', () => 'mocked')
  assert.equal(crypto.pbkdf2Sync('a', 'b', 1e9, 8, 'sha1'), 'mocked')
  assert.equal(mocked.callCount(), 1)
  mocked.restore()
  assert.equal(crypto.pbkdf2Sync('a', 'b', 1, 8, 'sha1').length, 8)
})

function legacyParse() {
  block(LONG)
}

describe('hooks', () => {
  let next = ''
  beforeEach(() => {
    const blocks = next === 'before'
    next = ''
    if (blocks) block(LONG)
  })
  afterEach(() => {
    if (next === 'after') block(LONG)
  })
  test('passes: the one before', () => {
    next = 'before'
  })
  test('fails: in its beforeEach', () => {})
  test('fails: in its afterEach', () => {
    next = 'after'
  })
  test('passes: the one behind', () => {})
})

describe('around all', () => {
  before(() => block(LONG))
  after(() => {})
  test('fails: behind a hook for all', () => {})
})

describe('at once', { concurrency: true }, () => {
  for (let index = 0; index < 5; index++) test(`passes: innocent ${index}`, () => sleep(400))
  test('fails: the one that blocks', async () => {
    await sleep(50)
    block(2 * LONG)
  })
})

test('fails: what it has left behind', () => {
  setTimeout(() => block(2 * LONG), 30)
})

test('passes: what runs meanwhile', () => sleep(700))
