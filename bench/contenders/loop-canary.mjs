import { watchLoop } from '../lib/loop-canary.mjs'

/** This package, without looks at the stack: they take CPU time, which the truth about a stall would count. */
export const loopCanary = () => ({
  name: 'loop-canary',
  async watch(subject) {
    const { longestStall, outcome } = await watchLoop(subject, { budget: 1000, timeout: false, stopAfter: false })
    if (outcome.thrown) throw outcome.thrown
    return longestStall.ms
  },
})
