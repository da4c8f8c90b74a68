import { afterEach, describe, expect, test } from 'host'
import { block, cooperate, turn } from './subjects.js'

describe('beside tests with the global one', () => {
  test.concurrent('fails: with the global one', async () => {
    await turn()
    await turn()
    await expect(async () => {
      for (let count = 0; count < 200; count++) await turn()
      block(300)
    }).toNotBlockLoopFor(50)
  })

  test.concurrent('passes: started last, with its own', async ({ expect }) => {
    await turn()
    await expect(() => cooperate(1)).toYieldToPoll()
  })
})

describe('each with its own', () => {
  for (const place of ['first', 'second', 'last']) {
    test.concurrent(`fails: forgets, ${place}`, async ({ expect }) => {
      await turn()
      expect(() => cooperate(1)).toYieldToPoll()
      await turn()
    })
  }

  test.concurrent('passes: waits', async ({ expect }) => {
    await expect(() => cooperate(20)).toYieldToPoll()
  })
})

describe('in a hook behind the test', () => {
  afterEach(() => {
    expect(() => cooperate(1)).toYieldToPoll()
  })

  test('fails: its hook forgets', () => {})
})
