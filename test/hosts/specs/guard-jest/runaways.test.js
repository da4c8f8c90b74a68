import { setTimeout as sleep } from 'node:timers/promises'
import { describe, test } from 'host'

function forever() {
  for (;;); // blocks: later, in a timer
}

test('fails: a loop', () => {
  while (true) {} // blocks: a loop
})

test('passes: behind a loop', () => {})

test('fails: awaiting what is there', async () => {
  while (true) await null // blocks: awaiting what is there
})

test('fails: ticks', async () => {
  const again = () => process.nextTick(again) // blocks: ticks
  again()
  await new Promise(() => {})
})

test('fails: microtasks', async () => {
  const again = () => queueMicrotask(again) // blocks: microtasks
  again()
  await new Promise(() => {})
})

test('fails: a loop with done', (_done) => {
  for (;;); // blocks: a loop with done
})

test('fails: later, in a timer', async () => {
  setTimeout(forever, 1)
  await new Promise(() => {})
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
}, 500)

test('passes: the last one', () => sleep(50))
