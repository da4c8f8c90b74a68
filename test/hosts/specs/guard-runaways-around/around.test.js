import { setTimeout as sleep } from 'node:timers/promises'
import { aroundAll, aroundEach, beforeEach, describe, test } from 'vitest'

describe('hooks around a test', () => {
  aroundEach(async (runTest, { task }) => {
    if (task.name.endsWith('before it')) for (;;); // blocks: in its aroundEach, before it
    if (task.name.endsWith('meanwhile')) {
      setTimeout(() => {
        for (;;); // blocks: in its aroundEach, meanwhile
      }, 1)
    }
    await runTest()
    if (task.name.endsWith('behind it')) for (;;); // blocks: in its aroundEach, behind it
  })
  aroundEach((runTest) => runTest())
  let isFirst = true
  beforeEach(() => {
    if (!isFirst) throw new Error('two tests at once')
    isFirst = false
    return () => {
      isFirst = true
    }
  })
  test('fails: in its aroundEach, before it', () => {})
  test('fails: in its aroundEach, meanwhile', () => sleep(50))
  test('fails: in its aroundEach, behind it', () => {})
  test('fails: in the midst of its aroundEach', () => {
    for (;;); // blocks: in the midst of its aroundEach
  })
  test('passes: behind them', () => {})
})

describe('a hook whose limit is over at the same moment', () => {
  // Its line is told as well.
  // biome-ignore format: the mark is of its line
  aroundEach(async (runTest) => { // blocks: in its aroundEach, at its limit
    await runTest()
    for (;;); // blocks: in its aroundEach, at its limit
  }, 200)
  test('fails: in its aroundEach, at its limit', () => {})
})

describe('fails: in its aroundAll, before it', () => {
  aroundAll(async (runSuite) => {
    if (runSuite) for (;;); // blocks: in its aroundAll, before it
    await runSuite()
  })
  test('skipped', () => {})
})

describe('fails: in its aroundAll, behind it', () => {
  aroundAll(async (runSuite) => {
    await runSuite()
    for (;;); // blocks: in its aroundAll, behind it
  })
  test('passes: in the midst of its aroundAll', () => {})
})

describe('a hook around a suite that goes on for long', () => {
  aroundAll((runSuite) => runSuite())
  test('fails: in the midst of an aroundAll, behind its end', () => {
    setTimeout(() => {
      for (;;); // blocks: in the midst of an aroundAll, behind its end
    }, 5)
  })
  test('passes: while that is stopped', () => sleep(50))
  test('passes: longer than anything would be waited for that was lost with it', () => sleep(600))
})
