import { threadCpu } from './clock.mjs'

let sink = 1

function burnUnits(units) {
  let x = sink
  for (let unit = 0; unit < units; unit++) {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
  }
  sink = x
}

/** The units that take 1 ms of CPU here: the fastest of several tries, which is the least disturbed one. */
function calibrate() {
  const units = 1e6
  let leastMs = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 20; attempt++) {
    const before = threadCpu()
    burnUnits(units)
    leastMs = Math.min(leastMs, threadCpu() - before)
  }
  return units / leastMs
}

const unitsPerMs = calibrate()

/** Burns about `ms` of CPU time as one fixed piece of work, however often the machine interrupts it. Returns the CPU time that it took. */
export function burn(ms) {
  const before = threadCpu()
  burnUnits(ms * unitsPerMs)
  return threadCpu() - before
}

/** What a piece of work takes at most, as a multiple of what it takes undisturbed; the rest was somebody else's in this thread. */
const SLOW = 3

/**
 * Burns at least `ms` of CPU time of its own, and hardly more. A look at the stack takes some of the thread's as well, and shows as a
 * piece of work that took many times as long as it can.
 */
export function burnAtLeast(ms) {
  let took = 0
  while (took < ms) {
    const piece = Math.min(0.2, ms - took)
    took += Math.min(burn(piece), SLOW * piece)
  }
  return took
}

/** Burns `ms` of CPU time by the clock, and hardly more: also where V8 has given up the optimized code, as it does for a debugger. */
export function burnAtMost(ms) {
  const end = threadCpu() + ms
  while (threadCpu() < end) burnUnits(0.1 * unitsPerMs)
}
