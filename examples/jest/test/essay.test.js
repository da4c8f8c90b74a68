const { bad } = require('../src/essay')

test('§4.1 async does not save you: five million awaits, not one visit to poll', async () => {
  await expect(() => bad(5_000_000)).toBlockLoopFor(50)
  await expect(() => bad(5_000_000)).not.toYieldToPoll()
})
