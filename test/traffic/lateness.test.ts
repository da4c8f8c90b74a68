import { expect, test } from 'vitest'
import { Lateness } from '../../src/traffic/lateness.ts'
import { noiseSource } from '../../src/turns/machine.ts'
import { burn } from '../support/burn.ts'

test('where the operating system does not tell, it is what a timer came late at the most', () => {
  const lateness = new Lateness(5, 'thread-cpu')
  expect(lateness.ms).toBe(0)
  burn(40)
  lateness.tick()
  const worst = lateness.ms
  expect(worst).toBeGreaterThan(30)
  lateness.tick()
  expect(lateness.ms).toBe(worst)
})

test.runIf(noiseSource === 'schedstat')('what the thread does itself does not make it late', () => {
  const lateness = new Lateness(5)
  const startedAt = performance.now()
  burn(40)
  lateness.tick()
  expect(lateness.ms).toBeGreaterThanOrEqual(0)
  // The burning is the thread's own, however long the machine takes for it.
  expect(lateness.ms).toBeLessThanOrEqual(performance.now() - startedAt - 30)
})
