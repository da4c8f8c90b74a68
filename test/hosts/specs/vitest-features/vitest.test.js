import { expect, test } from 'vitest'
import { block, cooperate } from './subjects.js'

let tries = 0
test('passes: at the second try', { retry: 1 }, async () => {
  tries++
  await expect(() => block(tries === 1 ? 200 : 1)).toNotBlockLoopFor(30)
})

test('fails: at every try', { retry: 2 }, async () => {
  await expect(() => block(10)).toYieldToPoll()
})

test('passes: again and again', { repeats: 2 }, async () => {
  await expect(() => cooperate(2)).toYieldToPoll()
})

test('fails: not awaited, at every try', { retry: 2 }, async () => {
  expect(() => cooperate(2)).toYieldToPoll()
})

test('fails: not awaited, again and again', { repeats: 2 }, async () => {
  expect(() => cooperate(2)).toYieldToPoll()
  await new Promise((resolve) => setTimeout(resolve, 100))
})

test('fails: softly, and goes on', async () => {
  await expect.soft(() => block(10)).toYieldToPoll()
  await expect.soft(() => cooperate(2)).toYieldToPoll()
  await expect.soft(() => block(10)).toYieldAtLeast(1)
})

test('fails: in a poll', async () => {
  await expect.poll(() => cooperate).toYieldToPoll()
})

const testWithLoader = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the pattern.
  load: async ({}, use) => use(() => cooperate(2)),
})

testWithLoader('passes: with a fixture', async ({ expect, load }) => {
  await expect(load).toYieldToPoll()
  await expect(load).toNotBlockLoopFor(100)
})

testWithLoader('fails: with a fixture, not awaited', async ({ expect, load }) => {
  expect(load).toNotBlockLoopFor(100)
})

for (let innocent = 1; innocent <= 9; innocent++) {
  test.concurrent(`passes: innocent ${innocent} with an \`expect\` of its own`, async ({ expect }) => {
    await expect(() => cooperate(10)).toNotBlockLoopFor(100)
  })
}

test.concurrent('fails: one that blocks with an `expect` of its own', async ({ expect }) => {
  await expect(() => block(200)).toNotBlockLoopFor(30)
})

test.concurrent('fails: one that does not wait', async ({ expect }) => {
  expect(() => cooperate(10)).toNotBlockLoopFor(100)
})
