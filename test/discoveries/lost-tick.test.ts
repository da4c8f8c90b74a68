import process from 'node:process'
import { expect, test } from 'vitest'
import { runFixture } from './run-fixture.ts'

const isNode22 = process.versions.node.startsWith('22.')

// Later ones compile more of Node's code: one run of four loses a tick there.
test.runIf(isNode22)('a tick that an interrupt queues is lost when Node has just looked at its ticks', async () => {
  expect(await runFixture('lost-tick.mjs', 'process.nextTick(() => {})', '5000')).toEqual({ isLost: true })
})

test('one that a microtask queues is not', async () => {
  const expression = 'Promise.resolve().then(() => process.nextTick(() => {}))'
  expect(await runFixture('lost-tick.mjs', expression, '5000')).toEqual({ isLost: false })
})
