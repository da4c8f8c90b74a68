const { setTimeout: sleep } = require('node:timers/promises')

test('passes: free', async () => {
  await expect(() => sleep(10)).toNotBlockLoopFor(100)
  await expect(() => sleep(10)).toYieldToPoll()
})

test('fails: never yields', async () => {
  await expect(() => {}).toYieldToPoll()
})

test('fails: pending', async () => {
  await expect(() => new Promise(() => {})).toYieldToPoll({ timeout: 100 })
})

test('fails: not awaited', () => {
  expect(() => sleep(10)).toYieldToPoll()
})

test('passes: after the one not awaited', async () => {
  await sleep(50)
})
