import { expect } from 'host'
import { fakes } from './fakes.js'
import { block, cooperate, turn } from './subjects.js'

const clocks = () => [
  globalThis.setTimeout,
  globalThis.clearTimeout,
  globalThis.setInterval,
  globalThis.setImmediate,
  globalThis.clearImmediate,
  globalThis.queueMicrotask,
  globalThis.Date,
  performance.now,
  process.hrtime,
  ...(fakes.ownsNextTick ? [process.nextTick] : []),
]

/** While fakes are installed: every matcher comes to the right verdict, and the user's clock is left alone. */
export async function exercise() {
  setTimeout(() => {}, 1000)
  // Ticks of a runner that uses the faked one itself count like the user's.
  const isOwnCount = fakes.ownsNextTick || !('clock' in process.nextTick)
  const before = { clocks: clocks(), timers: fakes.count(), time: Date.now() }
  await expect(() => block(200)).toBlockLoopFor(100)
  await expect(() => block(200)).not.toNotBlockLoopFor(100)
  await expect(() => cooperate(10)).toNotBlockLoopFor(100)
  await expect(() => cooperate(10)).toYieldAtLeast(10)
  await expect(() => turn()).toYieldToPoll()
  await expect(() => block(10)).not.toYieldToPoll()
  expect(before.timers).toBeGreaterThan(0)
  if (isOwnCount) expect(fakes.count()).toBe(before.timers)
  expect(Date.now() - before.time < 1000 || !fakes.fakesDate).toBe(true)
  for (const [index, clock] of clocks().entries()) expect(clock).toBe(before.clocks[index])
}
