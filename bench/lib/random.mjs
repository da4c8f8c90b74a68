/** A random generator that gives the same numbers in every run (mulberry32). */
export function randomizer(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Between `low` and `high`, short ones as likely as long ones on a logarithmic scale. */
export const logUniform = (random, low, high) => low * (high / low) ** random()
