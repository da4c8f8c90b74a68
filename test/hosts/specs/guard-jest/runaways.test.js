import { setTimeout as sleep } from 'node:timers/promises'
import { describe, test } from 'host'

// Of the other kinds there are those of guard-runaways.
test('fails: a loop', () => {
  while (true) {} // blocks: a loop
})

test('passes: behind a loop', () => {})

test('fails: awaiting what is there', async () => {
  while (true) await null // blocks: awaiting what is there
})

test('fails: a loop with done', (_done) => {
  for (;;); // blocks: a loop with done
})

describe('concurrent', () => {
  test.concurrent('fails: a loop among others', async () => {
    await sleep(50)
    for (;;); // blocks: a loop among others
  })
  test.concurrent('passes: beside a loop', () => sleep(50))
})

test('fails: a loop, and Jest allows no longer', () => {
  for (;;); // blocks: a loop, and Jest allows no longer
}, 400)

test('passes: the last one', () => sleep(50))
