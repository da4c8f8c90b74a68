const { bad } = require('../src/essay')

test('§4.1 async does not save you: a second of awaits, not one visit to poll', async () => {
  await expect(() => bad(1000)).toBlockLoopFor(50)
  await expect(() => bad(1000)).not.toYieldToPoll({ stopAfter: false })
})
