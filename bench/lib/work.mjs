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

/** Burns at least `ms` of CPU time, and hardly more. Returns the CPU time that it took. */
export function burnAtLeast(ms) {
  const before = threadCpu()
  let took = 0
  while (took < ms) {
    burnUnits(Math.min(1, ms - took) * unitsPerMs)
    took = threadCpu() - before
  }
  return took
}
