import { setTimeout as sleep } from 'node:timers/promises'
import { expect, jest, test } from 'host'
import { block, cooperate } from './subjects.js'

const LONG = 200

test('passes: free', async () => {
  await cooperate(100)
  await sleep(50)
})

test('fails: at once', () => {
  block(LONG) // blocks: at once
})

test('passes: right behind one that blocks', () => {})

test('fails: behind an await', async () => {
  await sleep(50)
  block(LONG) // blocks: behind an await
  await sleep(50)
})

test('fails: in microtasks', async () => {
  for (let round = 0; round < 50; round++) {
    block(LONG / 50) // blocks: in microtasks
    await null
  }
})

test('fails: in ticks', async () => {
  await new Promise((resolve) => {
    let rounds = 0
    const again = () => {
      block(LONG / 50) // blocks: in ticks
      if (++rounds < 50) process.nextTick(again)
      else resolve()
    }
    again()
  })
})

test('fails: while timers are fake', () => {
  jest.useFakeTimers()
  try {
    setTimeout(() => block(LONG), 1000) // blocks: while timers are fake
    jest.advanceTimersByTime(1000)
  } finally {
    jest.useRealTimers()
  }
})

test('fails: with an error of its own', () => {
  block(LONG)
  expect(1).toBe(2)
})

test('fails: on its own, without a finding', () => {
  throw new Error('of its own')
})
