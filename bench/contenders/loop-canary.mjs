import { watchLoop } from '../lib/loop-canary.mjs'

/** This package. */
export const loopCanary = () => ({
  name: 'loop-canary',
  async watch(subject) {
    const { longestStall, outcome } = await watchLoop(subject, { settleWithin: false })
    if (outcome.thrown) throw outcome.thrown
    return longestStall.ms
  },
})
