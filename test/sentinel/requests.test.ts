import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Requests } from '../../src/sentinel/requests.ts'

test('nothing is asked for in the beginning', () => {
  const requests = new Requests()
  expect(requests.agoMs).toBe(Number.POSITIVE_INFINITY)
  expect(requests.meet()).toBe(false)
})

test('as long as there is no answer, another request is not due', async () => {
  const requests = new Requests()
  const answer = Promise.withResolvers<void>()
  requests.make(answer.promise)
  const madeAt = performance.now()
  while (performance.now() - madeAt < 20) await turn()
  expect(requests.agoMs).toBe(0)
  answer.resolve()
  await turn()
  const answeredAt = performance.now()
  while (performance.now() - answeredAt < 20) await turn()
  expect(requests.agoMs).toBeGreaterThanOrEqual(20)
  expect(requests.agoMs).toBeLessThan(performance.now() - madeAt)
})

test('a request that is refused is answered as well', async () => {
  const requests = new Requests()
  requests.make(Promise.reject(new Error('disconnected')))
  await turn()
  expect(requests.agoMs).toBeGreaterThan(0)
})

test('an answer that comes behind the pause does not bring the request back', async () => {
  const requests = new Requests()
  requests.make(Promise.resolve())
  expect(requests.meet()).toBe(true)
  requests.drop()
  await turn()
  expect(requests.agoMs).toBe(Number.POSITIVE_INFINITY)
})

test('each request has one pause, until they are dropped', () => {
  const requests = new Requests()
  requests.make(Promise.resolve())
  requests.expect()
  expect([requests.meet(), requests.meet(), requests.meet()]).toEqual([true, true, false])
  requests.expect()
  requests.drop()
  expect(requests.meet()).toBe(false)
})
