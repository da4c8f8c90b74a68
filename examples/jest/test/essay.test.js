const { bad } = require('../src/essay')

test('§4.1 async does not save you: 800 ms of awaits, not one visit to poll', async () => {
  await expect(() => bad(800)).toBlockLoopFor(50)
  await expect(() => bad(300)).not.toYieldToPoll()
})
