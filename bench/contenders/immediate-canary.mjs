import { now } from '../lib/clock.mjs'
import { nextTurn } from '../lib/wait.mjs'

/** Written by hand: the longest gap between two immediates. */
export const immediateCanary = () => ({
  name: 'setImmediate canary',
  async watch(subject) {
    let longest = 0
    let last = now()
    const look = () => {
      const at = now()
      longest = Math.max(longest, at - last)
      last = at
      immediate = setImmediate(look)
    }
    let immediate = setImmediate(look)
    await subject()
    await nextTurn()
    await nextTurn()
    clearImmediate(immediate)
    return longest
  },
})
