import { threadCpu } from './clock.mjs'

/** CPU time of this thread per turn, in µs, while an immediate starts the next one. */
export function cpuOfTurns(turns) {
  return new Promise((resolve) => {
    let left = turns
    const before = threadCpu()
    const turn = () => {
      if (--left > 0) setImmediate(turn)
      else resolve(((threadCpu() - before) * 1000) / turns)
    }
    setImmediate(turn)
  })
}
