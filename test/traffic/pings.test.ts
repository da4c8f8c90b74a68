import { expect, test } from 'vitest'
import { sharedNow } from '../../src/realm.ts'
import { Pings } from '../../src/traffic/pings.ts'

/** Lets the clock go on, however coarse it is. */
function aMomentLater(): number {
  const at = sharedNow()
  while (sharedNow() === at);
  return sharedNow()
}

test('what was answered, failed or sent behind the moment that is asked about does not count', () => {
  const pings = new Pings()
  const [answered, answeredLater] = [pings.send(), pings.send()]
  pings.send()
  pings.send()
  pings.answer(answered)
  pings.fail('refused')
  const atMs = aMomentLater()
  aMomentLater()
  pings.answer(answeredLater)
  pings.fail('the server has closed')
  pings.send()
  pings.fail('the server has closed')
  expect(pings.latencyAt(atMs)).toMatchObject({ sent: 4, answered: 1, failed: 1, failure: 'refused', waiting: 2 })
  expect(pings.latencyAt(aMomentLater())).toMatchObject({ sent: 5, answered: 2, failed: 3, waiting: 0 })
})

test('where none was sent there is nothing to tell', () => {
  expect(new Pings().latencyAt(aMomentLater())).toMatchObject({
    sent: 0,
    answered: 0,
    failed: 0,
    waiting: 0,
    firstMs: null,
  })
})
