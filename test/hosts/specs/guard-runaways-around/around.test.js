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
  test('fails: in its aroundEach, meanwhile', () => new Promise((resolve) => setTimeout(resolve, 50)))
  test('fails: in its aroundEach, behind it', () => {})
  test('fails: in the midst of its aroundEach', () => {
    for (;;); // blocks: in the midst of its aroundEach
  })
  test('passes: behind them', () => {})
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
