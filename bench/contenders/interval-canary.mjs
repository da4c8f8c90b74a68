import { now } from '../lib/clock.mjs'
import { sleep } from '../lib/wait.mjs'

/** Written by hand: how late an interval is at worst. */
export const intervalCanary = (periodMs = 10) => ({
  name: 'setInterval canary',
  async watch(subject) {
    let longest = 0
    let last = now()
    const interval = setInterval(() => {
      const at = now()
      longest = Math.max(longest, at - last - periodMs)
      last = at
    }, periodMs)
    await subject()
    await sleep(periodMs + 1)
    clearInterval(interval)
    return longest
  },
})
