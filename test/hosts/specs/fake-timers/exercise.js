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

/** Fakes that were installed before the import: the same, unless they hide the real timers, which the import says then. */
export async function exerciseOnceLoaded(matchers) {
  if (fakes.hidesRealTimers) {
    await expect(matchers).rejects.toThrow(/^loop-canary was loaded while `setTimeout` of node:timers was faked/)
    return
  }
  await matchers
  await exercise()
}

/** While fakes are installed: every matcher comes to the right verdict, and the user's clock is left alone. */
export async function exercise() {
  setTimeout(() => {}, 1000)
  // Ticks of a runner that uses the faked one itself count like the user's.
  const isOwnCount = fakes.ownsNextTick || !('clock' in process.nextTick)
  const before = { clocks: clocks(), timers: fakes.count(), time: Date.now() }
  await expect(() => block(150)).toBlockLoopFor(30)
  await expect(() => block(150)).not.toNotBlockLoopFor(30)
  await expect(() => cooperate(10)).toNotBlockLoopFor(100)
  await expect(() => cooperate(10)).toYieldAtLeast(10)
  await expect(() => turn()).toYieldToPoll()
  await expect(() => block(10)).not.toYieldToPoll()
  expect(before.timers).toBeGreaterThan(0)
  if (isOwnCount) expect(fakes.count()).toBe(before.timers)
  expect(Date.now() - before.time < 1000 || !fakes.fakesDate).toBe(true)
  for (const [index, clock] of clocks().entries()) expect(clock).toBe(before.clocks[index])
  await waitForThem()
}

const sleep = () => new Promise((resolve) => setTimeout(resolve, 1000))

/** Who waits for a fake timer is told so, or has it advanced; and time does not fly where it is somebody else's. */
async function waitForThem() {
  const waiting = await expect(sleep)
    .toYieldToPoll({ timeout: 200 })
    .catch((error) => error)
  expect(waiting.message).toMatch(
    fakes.canBeAdvanced
      ? /\d timers? waits? on fake timers, which nobody advances: .* or pass `advanceTimers: true`/
      : /timers are faked, and nobody advances them while the function is watched: let it do so itself/,
  )
  if (fakes.canBeAdvanced) await expect(sleep).toNotBlockLoopFor(100, { advanceTimers: true })
  const refused = await expect(sleep)
    .toYieldToPoll({ clock: 'virtual' })
    .catch((error) => error)
  expect(refused.message).toContain("Expected real timers for `clock: 'virtual'`, which brings its own, got fake ones")
}
