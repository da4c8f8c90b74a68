import { AsyncLocalStorage } from 'node:async_hooks'
import { execSync } from 'node:child_process'
import crypto from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { loopSafe } from 'loop-canary'
import {
  afterEach,
  aroundAll,
  aroundEach,
  beforeEach,
  describe,
  expect,
  onTestFailed,
  onTestFinished,
  test,
  vi,
} from 'vitest'
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

test.fails('passes: a block that is expected to fail', () => {
  block(LONG)
})

test('fails: while time stands still', () => {
  vi.useFakeTimers()
  block(LONG)
})

test('passes: behind fake timers that were left on', async () => {
  await new Promise((resolve) => process.nextTick(resolve))
  vi.useRealTimers()
})

test('passes: what a matcher watches is not for the guard to judge', async () => {
  await expect(() => block(LONG)).toBlockLoopFor(50)
})

test('fails: behind what a matcher has watched', async () => {
  await expect(() => block(LONG)).toBlockLoopFor(50)
  block(LONG)
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

  test('passes: by its tag', { tags: ['loop-safe'] }, () => {
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
    expect(loopSafe.allow(() => 42)).toBe(42)
    expect(() => loopSafe.allow({ upTo: -1 }, () => {})).toThrow(
      'Expected the `upTo` option to be a positive number of milliseconds, got `-1` (number)',
    )
  })
})

describe('a body that blocks', () => {
  loopSafe.allow(() => block(LONG))
  test('passes: in a body that may', () => {})
})

test('passes: a call that nobody can look into @loop-safe', () => {
  execSync('sleep 0.4')
})

test('fails: beside what it may', () => {
  loopSafe.allow(() => loopSafe.allow(() => block(LONG)))
  block(LONG)
})

const SLOW_QUERY =
  'WITH RECURSIVE counter(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM counter WHERE x < 1e6) SELECT sum(x) FROM counter'

// biome-ignore format: a body that begins in the line in which it calls
test('fails: a query', () => { new DatabaseSync(':memory:').exec(SLOW_QUERY) }) // blocks: a query

test('passes: spies and mocks of what nobody can look into', async () => {
  const spy = vi.spyOn(crypto, 'pbkdf2Sync').mockReturnValue('mocked')
  expect(crypto.pbkdf2Sync('a', 'b', 1e9, 8, 'sha1')).toBe('mocked')
  expect(spy).toHaveBeenCalledOnce()
  vi.restoreAllMocks()
  expect(crypto.pbkdf2Sync('a', 'b', 1, 8, 'sha1')).toHaveLength(8)
  vi.doMock('node:child_process')
  const { spawnSync } = await import('node:child_process')
  expect(spawnSync('sleep', ['9'])).toBeUndefined()
  expect(spawnSync).toHaveBeenCalledOnce()
  vi.doUnmock('node:child_process')
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
    return () => {
      if (next === 'clean-up') block(LONG)
    }
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
  test('fails: in the clean-up of its beforeEach', () => {
    next = 'clean-up'
  })
  test('passes: the one behind', () => {})
})

describe('handlers of the end', () => {
  test('fails: in its onTestFinished', () => {
    onTestFinished(() => block(LONG))
  })
  test('fails: in its onTestFailed, which never ends', () => {
    onTestFailed(() => {
      for (;;);
    })
    expect(1).toBe(2)
  })
  test('passes: behind them', () => {})
})

describe('hooks around a test', () => {
  const named = test.extend({ title: ({ task }, use) => use(task.name) })
  named.aroundEach(async (runTest, { title }) => {
    if (title.endsWith('before it')) block(LONG)
    await (title.endsWith('allowed there') ? loopSafe.allow(runTest) : runTest())
    if (title.endsWith('behind it')) block(LONG)
  })
  const context = new AsyncLocalStorage()
  aroundEach((runTest) => context.run('its own', runTest))
  named('fails: in its aroundEach, before it', () => {})
  named('fails: in its aroundEach, behind it', () => {})
  named('fails: in the midst of its aroundEach', () => {
    block(LONG)
  })
  named('passes: what is allowed there', () => hold(LONG))
  named('passes: in the context of its aroundEach', () => {
    expect(context.getStore()).toBe('its own')
  })
})

describe('a hook around a suite', () => {
  aroundAll(async (runSuite) => {
    await runSuite()
    block(LONG)
  })
  test('fails: in the midst of its aroundAll', () => {
    block(LONG)
  })
  test('passes: in an aroundAll that blocks', () => {})
})

describe.concurrent('at once', () => {
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
